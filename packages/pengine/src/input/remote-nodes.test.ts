import { describe, expect, it } from "vitest";
import { dummy, meta, parameters, readSmall } from "../../test-support/read-small.js";
import { isGuestNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { findResource } from "./find-resource.js";
import { findNodeByName } from "./nodes.js";
import { operationMeta } from "./operations.js";
import { resourceParameters } from "./parameters.js";

const remote = 'class="ocf" provider="pacemaker" type="remote"';

function primitiveOf(state: ClusterState, id: string): Primitive {
  const found = findResource(state, id);
  if (found?.kind !== "primitive") throw new Error(`no primitive ${id}`);
  return found;
}

describe("implied nodes", () => {
  it("are made for connections at the top level", () => {
    const state = readSmall({
      resources: `${dummy("r", "", remote)}<group id="g">${dummy("s", "", remote)}</group>`,
      options: { "fencing-enabled": "true" },
    });
    expect(state.nodes.map(({ name }) => name)).toEqual(["n1", "n2", "r"]);
    const node = findNodeByName(state, "r");
    expect(node).toMatchObject({ kind: "remote", unclean: true, connection: primitiveOf(state, "r") });
    expect(primitiveOf(state, "s").remoteNode).toBeNull();
    expect(primitiveOf(state, "r").migrationAllowed).toBe(true);
  });

  it("are made for guests, with a connection at the end of the list", () => {
    const launcher = dummy(
      "l",
      meta("m", { "remote-node": "18g", "remote-port": "7", "is-managed": "true" }) +
        meta("m2", { "remote-connect-timeout": "9s" }),
    );
    const state = readSmall({ resources: `<group id="g">${launcher}</group>${dummy("z")}` });
    expect(state.resources.map(({ id }) => id)).toEqual(["g", "z", "18g"]);
    const connection = primitiveOf(state, "18g");
    const node = findNodeByName(state, "18g");
    expect(node !== undefined && isGuestNode(node)).toBe(true);
    expect(node?.attributes.get("#kind")).toBe("container");
    expect(connection).toMatchObject({ internal: true, migrationAllowed: false });
    expect(connection.launcher?.launched).toEqual([connection]);
    expect(Object.fromEntries(resourceParameters(state, connection, null))).toEqual({ port: "7" });
    expect(operationMeta(state, connection, "start", 0).meta.get("timeout")).toBe("9000");
    expect(operationMeta(state, connection, "monitor", 30_000).meta.get("timeout")).toBe("30000");
  });

  it("take the last name that is written, whatever its block's score or rule", () => {
    const rule = '<rule id="r" score="0"><expression id="e" attribute="x" operation="defined"/></rule>';
    const first = meta("m1", { "remote-node": "first" }).replace('id="m1"', 'id="m1" score="9"');
    const second = meta("m2", { "remote-node": "second" }).replace("><nvpair", `>${rule}<nvpair`);
    const state = readSmall({ resources: dummy("l", first + second) });
    expect(state.nodes.map(({ name }) => name)).toEqual(["n1", "n2", "second"]);
  });

  it("are not made for clones and by templates", () => {
    const guest = meta("m", { "remote-node": "g" });
    const resources = `<clone id="c">${dummy("l", guest)}</clone><template id="T" class="lsb" type="x">${guest}</template>`;
    expect(readSmall({ resources }).nodes).toHaveLength(2);
  });
});

describe("connections", () => {
  it("that are retried after a while stay failed for that time", () => {
    const retry = parameters("i", { reconnect_interval: "90s" });
    const state = readSmall({ resources: dummy("r", meta("m", { "failure-timeout": "5" }) + retry, remote) });
    expect(primitiveOf(state, "r")).toMatchObject({ failureTimeoutMs: 90_000, reconnectIntervalMs: 90_000 });
  });

  it("of guests are the only resources with all nodes in an asymmetric cluster", () => {
    const state = readSmall({
      resources: dummy("l", meta("m", { "remote-node": "g" })) + dummy("r", "", remote),
      options: { "symmetric-cluster": "false" },
    });
    expect(["l", "r", "g"].map((id) => primitiveOf(state, id).allowedNodes.size)).toEqual([0, 0, 4]);
  });
});

describe("container", () => {
  it("names the launcher in any configuration; members of a group inherit it", () => {
    const group = `<group id="g">${meta("m", { container: "l" })}${dummy("a")}${dummy("b")}</group>`;
    const state = readSmall({ resources: group + dummy("l") });
    expect(primitiveOf(state, "l").launched.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("that does not exist is told, one that is the resource itself means nothing", () => {
    const state = readSmall({
      resources: dummy("a", meta("m", { container: "x" })) + dummy("b", meta("n", { container: "b" })),
    });
    expect(state.warnings.map(({ code }) => code)).toEqual(["unknown-container"]);
    expect(primitiveOf(state, "b").launcher).toBeNull();
  });

  it("don't make two resources contain each other", () => {
    const state = readSmall({
      resources: dummy("a", meta("m", { container: "b" })) + dummy("b", meta("n", { container: "a" })),
    });
    expect(primitiveOf(state, "a").launcher?.id).toBe("b");
    expect(primitiveOf(state, "b").launcher).toBeNull();
    expect(state.warnings.map(({ code }) => code)).toEqual(["container-loop"]);
  });
});
