import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dummy, readSmall } from "../../test-support/read-small.js";
import type { Primitive, Resource } from "../model/resource.js";
import { visitTree } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { findResource, findResourcesForHistory, setHistoryName } from "./find-resource.js";
import { createRemovedPrimitive } from "./resources.js";

function everything(state: ClusterState): Resource[] {
  const all: Resource[] = [];
  for (const top of state.resources) {
    visitTree(top, (resource) => {
      all.push(resource);
    });
  }
  return all;
}

const answersTo = (id: string) => (resource: Resource) => resource.id === id || resource.historyName === id;

const names = ["a", "b", "a:0", "a:1", "c", "g:0", "x", null];

describe("finding resources", () => {
  it("gives the first, and all primitives, in list order that have the id or the name in history", () => {
    const renaming = fc.record({ which: fc.nat(), name: fc.constantFrom(...names) });
    fc.assert(
      fc.property(fc.array(renaming), fc.array(fc.nat(), { maxLength: 4 }), (renamings, removed) => {
        const state = readSmall({
          resources: `${dummy("b")}<clone id="c"><group id="g">${dummy("a")}${dummy("b")}</group></clone>${dummy("x")}`,
        });
        for (const { which, name } of renamings) {
          const all = everything(state);
          const resource = all[which % all.length];
          if (resource !== undefined) setHistoryName(state, resource, name);
        }
        for (const which of removed) {
          const history = readSmall({ resources: dummy(names[which % names.length] ?? "y") });
          const element = history.resources[0]?.definition.element;
          if (element !== undefined) createRemovedPrimitive(state, element);
        }
        for (const name of names) {
          if (name === null) continue;
          const all = everything(state).filter(answersTo(name));
          expect(findResource(state, name)).toBe(all[0]);
          const primitives = all.filter((resource): resource is Primitive => resource.kind === "primitive");
          expect(findResourcesForHistory(state, name)).toEqual(primitives);
        }
      }),
    );
  });
});

describe("removed resources", () => {
  it("stand at the end of the list, without operations but with the defaults", () => {
    const state = readSmall({
      resources: dummy("a"),
      resourceDefaults:
        '<meta_attributes id="d"><nvpair id="n" name="priority" value="9"/></meta_attributes>',
    });
    const element = readSmall({ resources: dummy("gone") }).resources[0]?.definition.element;
    if (element === undefined) throw new Error("no element");
    const removed = createRemovedPrimitive(state, { ...element, name: "lrm_resource" });
    expect(state.resources.map(({ id }) => id)).toEqual(["a", "gone"]);
    expect(removed).toMatchObject({ removed: true, priority: 9, kind: "primitive" });
    expect(removed.allowedNodes.size).toBe(2);
  });
});
