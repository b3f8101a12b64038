import type { XmlElement } from "../../xml/tree.js";
import { foldEqualBlocks, unfoldBlocks } from "./block-copies-3-0.js";
import { type Draft, draftsNamed, firstDraft, forEachDraft, fromDraft, toDraft } from "./draft.js";
import type { Notes } from "./notes.js";
import { convertOperations } from "./operations-3-0.js";
import { convertOptions } from "./options-3-0.js";
import { convertAgentBlocks, dropEmptyBlocks } from "./resources-3-0.js";

/**
 * Converts a document that satisfies 2.10 to what 3.0 has in its place: names of options and parameters, defaults that
 * were options, operation settings in the wrong block, node type normal, scores of colocations by attribute.
 */
export function convertTo30(root: XmlElement, notes: Notes): XmlElement {
  const cib = toDraft(root);
  const configuration = firstDraft(cib, "configuration");
  if (configuration === undefined) return root;
  const copies = unfoldBlocks(configuration);
  convertOptions(configuration, notes);
  convertNodes(configuration);
  for (const resource of agents(configuration)) {
    // Operations first: what they move to the resource's own blocks is not converted again.
    const moved = convertOperations(resource, notes);
    convertAgentBlocks(resource, notes);
    dropEmptyBlocks(resource);
    resource.children.push(...moved);
  }
  convertColocations(configuration);
  foldEqualBlocks(configuration, copies);
  return fromDraft(cib);
}

/** All primitives and templates. */
function agents(configuration: Draft): readonly Draft[] {
  const found: Draft[] = [];
  const resources = firstDraft(configuration, "resources");
  if (resources === undefined) return found;
  forEachDraft(resources, (draft) => {
    if (draft.name === "primitive" || draft.name === "template") found.push(draft);
  });
  return found;
}

function convertNodes(configuration: Draft): void {
  for (const { attributes } of drafts(configuration, "nodes", "node")) {
    if (attributes.type === "normal") attributes.type = "member";
  }
}

function convertColocations(configuration: Draft): void {
  for (const { attributes } of drafts(configuration, "constraints", "rsc_colocation")) {
    delete attributes["score-attribute"];
    delete attributes["score-attribute-mangle"];
  }
}

function drafts(configuration: Draft, section: string, name: string): readonly Draft[] {
  const parent = firstDraft(configuration, section);
  return parent === undefined ? [] : draftsNamed(parent, name);
}
