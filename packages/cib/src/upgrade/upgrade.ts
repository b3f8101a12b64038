import { element, firstElement, type XmlElement } from "../xml/tree.js";
import { SchemaError } from "./schema-error.js";

/** Something to tell the user about a document that can be used. */
export interface SchemaWarning {
  readonly code: "validation-disabled" | "upgraded";
  /** For people. */
  readonly message: string;
}

export interface UpgradeResult {
  readonly cib: XmlElement;
  readonly warnings: readonly SchemaWarning[];
}

/** Brings a document to the latest schema. */
export function upgradeCib(root: XmlElement): UpgradeResult {
  const declared = root.attributes["validate-with"];
  if (declared === undefined) throw new SchemaError("unknown-schema", "validate-with is missing", declared);
  return { cib: withStatus(root), warnings: [] };
}

function withStatus(root: XmlElement): XmlElement {
  if (firstElement(root, "status") !== undefined) return root;
  return { ...root, children: [...root.children, element("status")] };
}
