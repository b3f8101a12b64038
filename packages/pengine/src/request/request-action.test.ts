import { describe, expect, it } from "vitest";
import { place, primitive, type SmallCluster } from "../../test-support/place.js";
import type { ClusterNode } from "../model/node.js";
import type { Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { setMeta } from "./action-meta.js";
import { findActions, findClusterAction, requestAction, requestClusterAction } from "./request-action.js";

function cluster(more: Partial<SmallCluster> = {}) {
  const { state } = place({ resources: primitive("A"), ...more });
  return { state, a: resource(state, "A"), n1: node(state, "n1"), n2: node(state, "n2") };
}

function resource(state: ClusterState, id: string): Resource {
  const found = state.resources.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no resource ${id}`);
  return found;
}

function node(state: ClusterState, name: string): ClusterNode {
  const found = state.nodes.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no node ${name}`);
  return found;
}

describe("requesting an action", () => {
  it("gives the same action for the same resource, task and node, and numbers new ones", () => {
    const { state, a, n1, n2 } = cluster();
    const stop = requestAction(state, { resource: a, task: "stop", node: n1, optional: true });
    expect(requestAction(state, { resource: a, task: "stop", node: n1, optional: true })).toBe(stop);
    const other = requestAction(state, { resource: a, task: "stop", node: n2, optional: true });
    expect([stop.id, other.id]).toEqual([1, 2]);
  });

  it("lets actions share meta-attributes until one is given others", () => {
    const { state, a, n1, n2 } = cluster();
    const request = (node: ClusterNode) =>
      requestAction(state, { resource: a, task: "stop", node, optional: true });
    const [first, second] = [request(n1), request(n2)];
    setMeta(first, [["timeout", "1"]]);
    expect([first.meta.get("timeout"), second.meta.get("timeout")]).toEqual(["1", "20000"]);
  });

  it("makes an action required, but never optional again", () => {
    const { state, a, n1 } = cluster();
    const request = (optional: boolean) =>
      requestAction(state, { resource: a, task: "stop", node: n1, optional });
    expect(request(true).optional).toBe(true);
    expect(request(false).optional).toBe(false);
    expect(request(true).optional).toBe(false);
  });

  it("gives an action without node the first node that is asked for (params-1)", () => {
    const { state, a, n1, n2 } = cluster();
    const wanted = requestAction(state, { resource: a, task: "start", node: null, optional: false });
    expect(wanted.runnable).toBe(false);
    const start = requestAction(state, { resource: a, task: "start", node: n2, optional: true });
    expect(start).toBe(wanted);
    expect([start.node, start.runnable, start.optional]).toEqual([n2, true, false]);
    expect(findActions(a, "start", 0, n1)).toEqual([]);
  });

  it("forgets the reason of an action that needs nothing", () => {
    const { state, a, n1 } = cluster();
    const stop = requestAction(state, { resource: a, task: "stop", node: n1, optional: false });
    stop.reason = "resource definition change";
    requestAction(state, { resource: a, task: "stop", node: n1, optional: true });
    expect(stop.reason).toBeNull();
  });

  it("keeps one-time actions of unmanaged resources optional, recurring ones not", () => {
    const { state, a, n1 } = cluster({ resources: primitive("A", { "is-managed": "false" }) });
    const request = (task: string, intervalMs: number) =>
      requestAction(state, { resource: a, task, intervalMs, node: n1, optional: false });
    expect(request("stop", 0).optional).toBe(true);
    expect(request("monitor", 10_000).optional).toBe(false);
  });
});

describe("an action without a resource", () => {
  it("is optional, runnable and pseudo when it is made, and found by its exact key", () => {
    const { state } = cluster();
    const point = requestClusterAction(state, "one-or-more:s1");
    expect([point.optional, point.runnable, point.pseudo]).toEqual([true, true, true]);
    expect(requestClusterAction(state, "one-or-more:s1")).toBe(point);
    expect(findClusterAction(state, "one-or-more:S1")).toBeUndefined();
  });
});
