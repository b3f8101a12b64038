import { SimulatedFenceAgents } from "@sanode/fencing";
import { type AgentRunner, ExecutionStatus, OCF, resultWithoutOutput, SimulatedClock } from "@sanode/ra";
import { expect, test } from "vitest";
import { primitive, smallCib } from "../../test-support/life.js";
import { Cluster } from "../cluster.js";

/** Its starts never end, whatever the timeout: the process hangs in the kernel. */
const hung: AgentRunner = {
  run: ({ action }) =>
    action === "start"
      ? new Promise(() => {})
      : Promise.resolve(resultWithoutOutput(ExecutionStatus.DONE, OCF.NOT_RUNNING)),
  metadata: async () => ({ problem: "none" }),
  killAll: async () => {},
};

test("an operation of which nothing is heard fails after its timeout and the cluster's delay", async () => {
  const clock = new SimulatedClock();
  const cluster = new Cluster({
    configuration: smallCib({ resources: primitive("A"), options: { "cluster-delay": "5s" } }),
    nodes: ["n1"],
    host: {
      boot: () => hung,
      fenceAgents: new SimulatedFenceAgents(clock, () => undefined),
      loadAverage: () => 0,
      close: async () => {},
    },
    clock,
  });
  cluster.start();
  await clock.advance(24_900);
  const counts = () => [...(cluster.state().nodesByName.get("n1")?.attributes ?? [])];
  expect(counts()).not.toContainEqual(["fail-count-A#start_0", "INFINITY"]);
  await clock.advance(200);
  expect(counts()).toContainEqual(["fail-count-A#start_0", "INFINITY"]);
  const [failed] = cluster.state().failedOperations;
  expect(failed?.element.attributes).toMatchObject({ operation: "start", "op-status": "2", "rc-code": "1" });
  await cluster.kill();
});
