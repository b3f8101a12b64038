import { z } from "zod";
import type { Score } from "../score.js";
import type { XmlElement } from "../xml/tree.js";
import type { Reader } from "./reader.js";
import { type ActionName, action, boolean, type RoleName, role, score, text } from "./values.js";

/** Whether an order has to be kept. */
export type OrderKind = z.output<typeof orderKind>;

export const orderKind = z.enum(["Mandatory", "Optional", "Serialize"]);

/** Resources that a constraint treats together. */
export interface ResourceSet {
  readonly kind: "set";
  readonly id: string;
  /** Ids of resources, templates or tags. */
  readonly resources: readonly string[];
  /** Whether the set's members depend on each other in their order. */
  readonly sequential: boolean | undefined;
  /** Whether all members have to be active before the next set may go on. */
  readonly requireAll: boolean | undefined;
  readonly ordering: "group" | "listed" | undefined;
  readonly action: ActionName | undefined;
  readonly role: RoleName | undefined;
  readonly score: Score | undefined;
  readonly orderKind: OrderKind | undefined;
}

/** Another set, by id. */
export interface ResourceSetReference {
  readonly kind: "reference";
  readonly reference: string;
}

/** Several sets in place of single resources. */
export interface Sets {
  readonly kind: "sets";
  readonly sets: readonly (ResourceSet | ResourceSetReference)[];
}

const REFERENCE = z.strictObject({ "id-ref": text });
const SET = z.strictObject({
  id: text,
  sequential: boolean.optional(),
  "require-all": boolean.optional(),
  ordering: z.enum(["group", "listed"]).optional(),
  action: action.optional(),
  role: role.optional(),
  score: score.optional(),
  kind: orderKind.optional(),
});
const RESOURCE_REFERENCE = z.strictObject({ id: text });

/** Reads a `resource_set`. */
export function readResourceSet(
  reader: Reader,
  set: XmlElement,
): ResourceSet | ResourceSetReference | undefined {
  if (set.attributes["id-ref"] !== undefined) {
    const values = reader.attributes(set, REFERENCE);
    reader.empty(set);
    return values && { kind: "reference", reference: values["id-ref"] };
  }
  const values = reader.attributes(set, SET);
  const children = reader.children(set, { resource_ref: readResourceReference });
  if (set.children.every((child) => child.kind !== "element")) {
    reader.report(set, "a set needs a resource", "add a <resource_ref>, or remove the set");
  }
  return (
    values && {
      kind: "set",
      id: values.id,
      resources: children.resource_ref,
      sequential: values.sequential,
      requireAll: values["require-all"],
      ordering: values.ordering,
      action: values.action,
      role: values.role,
      score: values.score,
      orderKind: values.kind,
    }
  );
}

function readResourceReference(reader: Reader, reference: XmlElement): string | undefined {
  reader.empty(reference);
  return reader.attributes(reference, RESOURCE_REFERENCE)?.id;
}

/** The sets of a constraint that has some; undefined if it names single resources. */
export function readSets(reader: Reader, constraint: XmlElement): Sets | undefined {
  const { resource_set } = reader.children(constraint, { resource_set: readResourceSet });
  const hasSets = constraint.children.some((child) => child.kind === "element");
  return hasSets ? { kind: "sets", sets: resource_set } : undefined;
}
