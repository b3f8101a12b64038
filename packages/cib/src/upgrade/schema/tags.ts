import { any, atLeastOne, type ElementType, required } from "./grammar.js";

const objectReference: ElementType = {
  attributes: { id: [required("reference", { until: "3.2" }), required("text", { since: "3.3" })] },
};

const tag: ElementType = {
  attributes: { id: required("id") },
  children: [atLeastOne("obj_ref", objectReference)],
};

export const tags: ElementType = { section: "tags", children: [any("tag", tag)] };
