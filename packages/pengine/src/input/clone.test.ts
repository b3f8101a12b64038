import { describe, expect, it } from "vitest";
import { dummy, meta, readSmall } from "../../test-support/read-small.js";
import type { Clone } from "../model/resource.js";
import { visitPrimitives } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { findResource } from "./find-resource.js";
import { createRemovedInstance } from "./resources.js";

const lsb = 'class="lsb" type="x"';

function readClone(values: Record<string, string>, child = dummy("a"), nodes?: string): ClusterState {
  return readSmall({
    resources: `<clone id="c">${meta("cm", values)}${child}</clone>`,
    ...(nodes === undefined ? {} : { nodes }),
  });
}

function cloneOf(state: ClusterState): Clone {
  const clone = findResource(state, "c");
  if (clone?.kind !== "clone") throw new Error("no clone");
  return clone;
}

const ids = (clone: Clone) => clone.children.map((child) => child.id);

/** Ids of the primitives that print with their number. */
function uniqueIds(clone: Clone): string[] {
  const unique: string[] = [];
  visitPrimitives(clone, (primitive) => {
    if (primitive.unique) unique.push(primitive.id);
  });
  return unique;
}

describe("clones", () => {
  it("have an instance for each node known so far", () => {
    expect(ids(cloneOf(readClone({})))).toEqual(["a:0", "a:1"]);
    const bundle = `<bundle id="b"><docker image="i" replicas="2"/><network control-port="1"/>${dummy("p")}</bundle>`;
    const clone = `<clone id="c">${dummy("a")}</clone>`;
    expect(ids(cloneOf(readSmall({ resources: bundle + clone })))).toHaveLength(4);
    expect(ids(cloneOf(readSmall({ resources: clone + bundle })))).toHaveLength(2);
  });

  it("with clone-max 0, or one that is no number, have one that counts as removed", () => {
    for (const max of ["0", "abc", "-1"]) {
      const clone = cloneOf(readClone({ "clone-max": max }));
      expect(clone.children.map((child) => [child.id, child.removed])).toEqual([["a:0", true]]);
    }
  });

  it("are unique if told, or if several instances may be on a node", () => {
    expect(cloneOf(readClone({ "globally-unique": "true" })).unique).toBe(true);
    expect(cloneOf(readClone({ "clone-node-max": "2x" }))).toMatchObject({ unique: true, nodeMax: 2 });
    const anonymous = cloneOf(readClone({ "clone-node-max": "2", "globally-unique": "false" }));
    expect(anonymous).toMatchObject({ unique: false, nodeMax: 1 });
    expect(anonymous.meta.get("globally-unique")).toBe("false");
  });

  it("become anonymous if their agent has no unique instances", () => {
    const clone = cloneOf(readClone({ "clone-max": "5", "clone-node-max": "2" }, dummy("a", "", lsb)));
    expect(clone).toMatchObject({ unique: false, nodeMax: 1, max: 2 });
    expect(ids(clone)).toEqual(["a:0", "a:1"]);
    expect(uniqueIds(clone)).toEqual([]);
  });

  it("made anonymous by a member leave other members unique where they had been made before, or are made after", () => {
    const group = `<group id="g">${dummy("a")}${dummy("b", "", lsb)}${dummy("d")}</group>`;
    expect(uniqueIds(cloneOf(readClone({ "clone-node-max": "2" }, group)))).toEqual(["a:0", "d:0"]);
    const explicit = { "clone-node-max": "2", "globally-unique": "true" };
    expect(uniqueIds(cloneOf(readClone(explicit, group)))).toEqual(["a:1", "d:1"]);
  });

  it("cannot be promotable with an agent that is not OCF; a group goes without such members", () => {
    const promotable = { promotable: "true" };
    expect(readClone(promotable, dummy("a", "", lsb)).resources).toEqual([]);
    const group = cloneOf(readClone(promotable, `<group id="g">${dummy("a")}${dummy("b", "", lsb)}</group>`))
      .children[0];
    expect(group?.kind === "group" && group.children.map(({ id }) => id)).toEqual(["a:0"]);
  });

  it("read older names of promotion limits only if the current ones are unset", () => {
    const read = (values: Record<string, string>) => cloneOf(readClone({ promotable: "true", ...values }));
    expect(read({ "master-max": "3" }).promotedMax).toBe(3);
    expect(read({ "master-max": "3", "promoted-max": "2" }).promotedMax).toBe(2);
    expect(cloneOf(readClone({ "promoted-max": "2" })).promotedMax).toBe(0);
  });

  it("get further instances from history, which count as removed and can be found", () => {
    const state = readClone({}, `<group id="g">${dummy("a")}</group>`);
    const clone = cloneOf(state);
    const instance = createRemovedInstance(state, clone);
    expect(ids(clone)).toEqual(["g:0", "g:1", "g:2"]);
    expect(findResource(state, "a:2")).toMatchObject({ removed: true, parent: instance });
  });

  it("share one definition among all instances", () => {
    const [first, second] = cloneOf(readClone({})).children;
    expect(first?.definition).toBe(second?.definition);
    expect(second?.meta.get("clone")).toBe("1");
  });
});
