import { elements, type XmlElement } from "../../xml/tree.js";
import type { SchemaProblem } from "../problem.js";
import type { CompiledForm, CompiledType } from "./compile.js";
import { bannedVersions, CIB_TYPE, isNamespaceDeclaration, isOrdered } from "./valid-versions.js";
import { collapse, describeType, isValue } from "./value.js";
import { type Version, versionBit } from "./versions.js";

interface Walk {
  readonly bit: number;
  readonly problems: SchemaProblem[];
  readonly declared: Set<string>;
  readonly references: { readonly at: Place; readonly name: string; readonly id: string }[];
}

/** An element with the way that leads to it. */
interface Place {
  readonly element: XmlElement;
  /** The XPath of the element. */
  readonly path: string;
  /** The id of the element or of the nearest one around it. */
  readonly id: string | undefined;
}

/**
 * What keeps a document from satisfying a version of the schema, in document order; nothing if it does. What
 * `validate-with` says does not matter as long as it is a known schema.
 */
export function validateCib(root: XmlElement, version: Version): SchemaProblem[] {
  const walk: Walk = { bit: versionBit(version), problems: [], declared: new Set(), references: [] };
  const place: Place = { element: root, path: `/${root.name}`, id: undefined };
  if (root.name !== "cib") {
    report(walk, place, "unexpected-element", `the document is a ${root.name}; it must be a cib`);
    return walk.problems;
  }
  examine(place, CIB_TYPE, walk);
  for (const { at, name, id } of walk.references) {
    if (walk.declared.has(id)) continue;
    report(
      walk,
      at,
      "unknown-id",
      `${name}="${id}" names nothing: create an element with this id or correct it`,
    );
  }
  return walk.problems;
}

function report(walk: Walk, { path, id }: Place, code: SchemaProblem["code"], message: string): void {
  walk.problems.push({ code, id, place: path, message });
}

function examine(place: Place, type: CompiledType, walk: Walk): void {
  if (type.open) return;
  const { element } = place;
  // Of several forms the one that the element comes closest to, which is what its author meant.
  let fewest: SchemaProblem[] | undefined;
  for (const form of type.forms) {
    if ((form.mask & walk.bit) === 0) continue;
    const found = formProblems(place, form, walk.bit);
    if (fewest === undefined || found.length < fewest.length) fewest = found;
    if (found.length === 0) break;
  }
  walk.problems.push(...(fewest ?? []));
  examineRest(place, type, walk);
  const counts = new Map<string, number>();
  for (const child of elements(element)) {
    const number = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, number);
    const childType = type.children.get(child.name);
    if (childType !== undefined) examine(childPlace(place, child, number), childType, walk);
  }
}

function childPlace(parent: Place, element: XmlElement, number: number): Place {
  const { id } = element.attributes;
  const step = id === undefined ? `[${number}]` : `[@id="${id}"]`;
  return { element, path: `${parent.path}/${element.name}${step}`, id: id ?? parent.id };
}

/** What does not depend on the form: the ban of certain pairs, the order of children, ids. */
function examineRest(place: Place, type: CompiledType, walk: Walk): void {
  const { element } = place;
  if ((bannedVersions(element, type) & walk.bit) !== 0) {
    const message = `the name "${element.attributes.name}" is not accepted here: remove the pair or use its present name`;
    report(walk, place, "invalid-value", message);
  }
  if (!isOrdered(element, type.order)) {
    const order = [...type.order.keys()].join(", ");
    report(walk, place, "misplaced-element", `the elements in it must come in the order ${order}`);
  }
  for (const { name, mask } of type.ids) {
    const value = element.attributes[name];
    if (value === undefined || (mask & walk.bit) === 0) continue;
    const id = collapse(value);
    if (walk.declared.has(id)) {
      report(
        walk,
        place,
        "duplicate-id",
        `the id "${id}" occurs more than once: give each element one of its own`,
      );
    }
    walk.declared.add(id);
  }
  for (const { name, mask } of type.references) {
    const value = element.attributes[name];
    if (value === undefined || (mask & walk.bit) === 0) continue;
    walk.references.push({ at: place, name, id: collapse(value) });
  }
}

function formProblems(place: Place, form: CompiledForm, bit: number): SchemaProblem[] {
  const walk: Walk = { bit, problems: [], declared: new Set(), references: [] };
  attributeProblems(place, form, walk);
  childProblems(place, form, walk);
  return walk.problems;
}

function attributeProblems(place: Place, form: CompiledForm, walk: Walk): void {
  const { attributes, name: element } = place.element;
  for (const { name, mask } of form.required) {
    if ((mask & walk.bit) !== 0 && attributes[name] === undefined) {
      report(walk, place, "missing-attribute", `${element} needs the attribute ${name}`);
    }
  }
  for (const name of Object.keys(attributes)) {
    if (isNamespaceDeclaration(name)) continue;
    const rules = (form.attributes.get(name) ?? []).filter((rule) => (rule.mask & walk.bit) !== 0);
    const value = attributes[name] ?? "";
    if (rules.length === 0) {
      report(walk, place, "unexpected-attribute", `${element} has no attribute ${name} here: remove it`);
    } else if (!rules.some((rule) => isValue(rule.type, value))) {
      const wanted = rules.map((rule) => describeType(rule.type)).join(" or ");
      report(walk, place, "invalid-value", `${name}="${value}" must be ${wanted}`);
    }
  }
}

function childProblems(place: Place, form: CompiledForm, walk: Walk): void {
  const { name: element } = place.element;
  const counts = new Map<string, number>();
  for (const { name } of elements(place.element)) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { name, mask } of form.requiredChildren) {
    if ((mask & walk.bit) !== 0 && !counts.has(name)) {
      report(walk, place, "missing-element", `${element} needs an element ${name}`);
    }
  }
  if (form.anyOf.length > 0 && !form.anyOf.some((name) => counts.has(name))) {
    report(walk, place, "missing-element", `${element} needs one of the elements ${form.anyOf.join(", ")}`);
  }
  for (const [name, count] of counts) {
    const rules = (form.children.get(name) ?? []).filter((rule) => (rule.mask & walk.bit) !== 0);
    if (rules.length === 0) {
      report(walk, place, "unexpected-element", `${element} cannot hold ${name} here: remove or move it`);
    } else if (rules.every((rule) => count > rule.max)) {
      report(walk, place, "too-many-elements", `${element} can hold only one ${name}: remove the others`);
    }
  }
}
