import { elements, firstElement, type XmlElement } from "../../../xml/tree.js";
import { versionOfSchema } from "../../schema/versions.js";

/** What `validate-with` said when documents of the old form were first told apart from others. */
const OLD_SCHEMAS: ReadonlySet<string | undefined> = new Set([
  undefined,
  "",
  "transitional-0.6",
  "pacemaker-0.6",
]);

/** Attributes of `cib` that only the old form has. */
const OLD_ATTRIBUTES = ["have_quorum", "dc_uuid", "num_peers", "ccm_transition", "cib_feature_revision"];

/** Attributes of constraints that only the old form has. */
const OLD_REFERENCES: ReadonlyMap<string, string> = new Map([
  ["rsc_order", "from"],
  ["rsc_colocation", "from"],
]);

/**
 * Whether a document has the form that clusters had before Pacemaker 1.0, when the resource manager was part of Heartbeat 2:
 * it names no schema, or one of that time, and has an element or attribute that no later form knows.
 */
export function isHeartbeat2(root: XmlElement): boolean {
  if (root.name !== "cib" || versionOfSchema(root.attributes["validate-with"]) !== undefined) return false;
  if (!OLD_SCHEMAS.has(root.attributes["validate-with"])) return false;
  if (OLD_ATTRIBUTES.some((name) => root.attributes[name] !== undefined)) return true;
  const configuration = firstElement(root, "configuration");
  return configuration !== undefined && hasOldElement(configuration);
}

function hasOldElement(configuration: XmlElement): boolean {
  const pending = [configuration];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const reference = OLD_REFERENCES.get(at.name);
    if (reference !== undefined && at.attributes[reference] !== undefined) return true;
    if (at.name === "attributes" || at.name === "master_slave") return true;
    pending.push(...elements(at));
  }
  return false;
}
