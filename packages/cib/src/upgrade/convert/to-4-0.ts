import type { XmlElement } from "../../xml/tree.js";
import { hidePermissionsOfMissingObjects } from "./access-control-4-0.js";
import { convertBlocks } from "./blocks-4-0.js";
import { convertLocations, dropOtherLifetimes, splitLocations } from "./constraints-4-0.js";
import { firstDraft, fromDraft, toDraft } from "./draft.js";
import { MADE_BY_CONVERSION } from "./made-by-conversion.js";
import { convertNodes } from "./nodes-4-0.js";
import type { Notes } from "./notes.js";
import { foldReferences, unfoldReferences } from "./references.js";
import { dropHighFencingLevels, dropMoon } from "./removed-details.js";
import { dropUnsupportedResources } from "./removed-resources.js";
import { convertResources } from "./resources-4-0.js";

/**
 * Converts a document that satisfies 3.10 to what 4.0 has in its place: node type ping, `master`, several rules or a
 * lifetime in a location constraint, agents of the classes nagios and upstart, rkt containers and more.
 */
export function convertTo40(root: XmlElement, notes: Notes): XmlElement {
  const cib = toDraft(root);
  const configuration = firstDraft(cib, "configuration");
  if (configuration === undefined) return root;
  unfoldReferences(configuration, (id, name) => `${MADE_BY_CONVERSION}${id}-${name}`);
  // Blocks first: a block that is made for a former master is to stay where it is put.
  convertBlocks(configuration, notes);
  dropMoon(configuration, notes);
  dropHighFencingLevels(configuration, notes);
  convertNodes(configuration);
  const split = splitLocations(configuration);
  convertLocations(configuration);
  dropOtherLifetimes(configuration, notes);
  dropUnsupportedResources(configuration, notes);
  convertResources(configuration);
  // Before copies become references again: an object that only a copy still has counts as present.
  hidePermissionsOfMissingObjects(configuration, split, notes);
  foldReferences(configuration);
  return fromDraft(cib);
}
