import { describe, expect, it } from "vitest";
import { location, primitive } from "../../test-support/place.js";
import { scheduled } from "../../test-support/scheduled.js";

const bundle = (replicas: number) =>
  `<bundle id="B"><podman image="x" replicas="${replicas}"/><network control-port="3121"/>${primitive("C")}</bundle>`;

const made = (resources: string, constraints = ""): string[] =>
  scheduled({ resources, constraints }).state.actions.map(
    ({ id, resource, keyTask, node }) => `${id} ${resource?.id} ${keyTask} ${node?.name ?? "-"}`,
  );

describe("a bundle", () => {
  it("has its replicas' containers and connections probed node by node", () => {
    expect(made(bundle(2)).slice(0, 8)).toEqual(
      ["n1", "n2"].flatMap((node, at) =>
        ["B-podman-0", "B-0", "B-podman-1", "B-1"].map((id, n) => `${4 * at + n + 1} ${id} monitor ${node}`),
      ),
    );
  });

  it("probes connections only after the container's start", () => {
    const { inputs } = scheduled({ resources: bundle(1) });
    expect(inputs("B-0_monitor_0 n2")).toEqual(["B-podman-0_start_0 n1"]);
  });

  it("starts a container only after others' probes on its node, with one replica for each host", () => {
    const { inputs } = scheduled({ resources: bundle(2) });
    expect(inputs("B-podman-0_start_0 n1")).toEqual([
      "B-podman-0_monitor_0 n1",
      "B-podman-0_monitor_0 n2",
      "B-podman-1_monitor_0 n1",
      "B_start_0",
    ]);
  });

  it("does not have other resources probed inside it, unless they are to be discovered there alone", () => {
    const probed = (mode: string) =>
      scheduled({
        nodes: { n1: {}, n2: {}, "B-0": { is: "remote" } },
        resources: bundle(1) + primitive("A"),
        constraints: location("A", "B-0", 100, `resource-discovery="${mode}"`),
        history: {
          "B-podman-0": { n1: "started", n2: "stopped" },
          "B-0": { n1: "started", n2: "stopped" },
        },
      }).names.filter((name) => name.startsWith("A_monitor_0"));
    expect(probed("always")).toEqual(["A_monitor_0 n2", "A_monitor_0 n1"]);
    expect(probed("exclusive")).toEqual(["A_monitor_0 B-0"]);
  });
});
