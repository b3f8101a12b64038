import type { XmlElement } from "../../../xml/tree.js";
import { type Draft, type DraftNode, draftElement, firstDraft, fromDraft, toDraft } from "../draft.js";
import type { Notes } from "../notes.js";
import { convertConstraint } from "./constraints.js";
import { mendIds } from "./ids.js";
import { renameAttributes } from "./names.js";
import { convertResource } from "./resources.js";
import { convertStatus } from "./status.js";
import { convertSpellings } from "./values.js";

const ROOT_NAMES: ReadonlyMap<string, string> = new Map([
  ["have_quorum", "have-quorum"],
  ["dc_uuid", "dc-uuid"],
  ["remote_access_port", "remote-tls-port"],
]);

/** Attributes of `cib` that told of the cluster's membership, or of the program that wrote them. */
const DROPPED = [
  "ccm_transition",
  "cib_feature_revision",
  "debug_source",
  "generated",
  "ignore_dtd",
  "num_peers",
];

/** The sections that every document has. */
const SECTIONS = ["crm_config", "nodes", "resources", "constraints"];

/**
 * Converts a document of Heartbeat 2's form to the first schema that Pacemaker had, 1.0. Options keep their old names, which
 * later conversions know. What is not understood stays as it is, so that the schema finds it.
 */
export function convertHeartbeat2(root: XmlElement, notes: Notes): XmlElement {
  notes.warn(
    "The document has the form that it had before Pacemaker 1.0, which Pacemaker itself refuses: it is converted",
  );
  const cib = toDraft(root);
  convertRoot(cib, notes);
  const configuration = firstDraft(cib, "configuration");
  if (configuration === undefined) return fromDraft(cib);
  unwrapBlocks(cib, notes);
  for (const name of SECTIONS) {
    if (firstDraft(configuration, name) === undefined) configuration.children.push(draftElement(name, {}));
  }
  convertOptions(firstDraft(configuration, "crm_config"), notes);
  for (const node of children(firstDraft(configuration, "nodes"))) node.attributes.type ??= "normal";
  for (const resource of children(firstDraft(configuration, "resources"))) convertResource(resource, notes);
  for (const constraint of children(firstDraft(configuration, "constraints"))) {
    convertConstraint(constraint, notes);
  }
  convertSpellings(configuration, notes);
  mendIds(configuration, notes);
  const status = firstDraft(cib, "status");
  if (status !== undefined) convertStatus(status);
  return fromDraft(cib);
}

function convertRoot(cib: Draft, notes: Notes): void {
  renameAttributes(cib, ROOT_NAMES, notes);
  for (const name of DROPPED) {
    if (cib.attributes[name] === undefined) continue;
    notes.inform(`CIB: dropping ${name}`);
    delete cib.attributes[name];
  }
  cib.attributes["validate-with"] = "pacemaker-1.0";
  for (const name of ["admin_epoch", "epoch", "num_updates"]) cib.attributes[name] ??= "0";
}

/** The pairs of a block stood in an element of their own. */
function unwrapBlocks(parent: Draft, notes: Notes): void {
  parent.children = parent.children.flatMap((child): readonly DraftNode[] => {
    if (child.kind !== "draft") return [child];
    unwrapBlocks(child, notes);
    if (child.name !== "attributes") return [child];
    const { id = parent.name } = parent.attributes;
    notes.inform(`Blocks: ${id}: taking pairs out of <attributes>`);
    return child.children;
  });
}

/** The first releases had options without a set around them. */
function convertOptions(options: Draft | undefined, notes: Notes): void {
  const loose = children(options).filter(({ name }) => name === "nvpair");
  if (options === undefined || loose.length === 0) return;
  notes.inform("Cluster properties: cib-bootstrap-options: making a set of loose options");
  const set = draftElement("cluster_property_set", { id: "cib-bootstrap-options" }, loose);
  options.children = [...options.children.filter((child) => !loose.some((pair) => pair === child)), set];
}

function children(parent: Draft | undefined): readonly Draft[] {
  return parent?.children.filter((child) => child.kind === "draft") ?? [];
}
