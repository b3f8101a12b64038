import { type Draft, draftChildren, draftsNamed, firstDraft, removeChildren } from "./draft.js";
import type { Notes } from "./notes.js";

/** Parameters of fence agents that were renamed. */
const RENAMED_PARAMETERS: ReadonlyMap<string, string> = new Map(
  ["list", "monitor", "off", "on", "reboot", "status"].map((action) => [
    `pcmk_${action}_cmd`,
    `pcmk_${action}_action`,
  ]),
);

const ISOLATION: ReadonlySet<string> = new Set([
  "isolation",
  "isolation-host",
  "isolation-instance",
  "isolation-wrapper",
]);

const FAILURE_STICKINESS: ReadonlySet<string> = new Set([
  "resource-failure-stickiness",
  "resource_failure_stickiness",
]);

/** The host argument's prefix in a map of arguments. */
const PORT = "port:";

/** Renames and drops parameters and meta-attributes of a primitive or template. */
export function convertAgentBlocks(resource: Draft, notes: Notes): void {
  for (const block of draftsNamed(resource, "instance_attributes")) convertParameters(block, notes);
  convertMetaAttributes(resource, notes);
}

/** Removes blocks that have no pair. */
export function dropEmptyBlocks(parent: Draft): void {
  removeChildren(
    parent,
    (child) =>
      (child.name === "instance_attributes" || child.name === "meta_attributes") &&
      child.attributes["id-ref"] === undefined &&
      draftsNamed(child, "nvpair").length === 0,
  );
}

function convertParameters(block: Draft, notes: Notes): void {
  removeChildren(block, ({ attributes }) => {
    const { id, name = "", value = "" } = attributes;
    const newName = RENAMED_PARAMETERS.get(name);
    if (newName !== undefined) {
      attributes.name = newName;
      notes.inform(`Resource instance_attributes: ${id}: renaming ${name} as ${newName}`);
    }
    if (name !== "pcmk_arg_map") return false;
    if (!value.startsWith(PORT) || value.includes(",")) {
      notes.inform(`Resource instance_attributes: ${id}: dropping ${name}`);
      return true;
    }
    attributes.name = "pcmk_host_argument";
    attributes.value = value.slice(PORT.length);
    notes.inform(`Resource instance_attributes: ${id}: renaming ${name} as pcmk_host_argument`);
    return false;
  });
}

/** The pair that takes the place of a meta-attribute, `null` if none does, undefined if it stays as it is. */
function successorOf(pair: Draft): { name: string; value: string } | null | undefined {
  const { name = "", value } = pair.attributes;
  if (pair.name !== "nvpair") return undefined;
  if (ISOLATION.has(name)) return { name: "target-role", value: "Stopped" };
  if (!FAILURE_STICKINESS.has(name)) return undefined;
  return value === "-INFINITY" ? { name: "migration-threshold", value: "1" } : null;
}

/**
 * Renames meta-attributes. Which renamed pairs stay is peculiar: in a block without rule only one that no other
 * remaining pair precedes; in a block with a rule those whose new name no later block without rule gets by renaming.
 */
function convertMetaAttributes(resource: Draft, notes: Notes): void {
  const blocks = draftsNamed(resource, "meta_attributes");
  const newNames = blocks.map(renamedTo);
  blocks.forEach((block, index) => {
    const guarded = firstDraft(block, "rule") !== undefined;
    const later = blocks.flatMap((other, at) =>
      at > index && firstDraft(other, "rule") === undefined ? [...(newNames[at] ?? [])] : [],
    );
    let kept = 0;
    removeChildren(block, (pair) => {
      const successor = successorOf(pair);
      const { name } = pair.attributes;
      if (successor !== undefined) {
        const what = successor === null ? `dropping ${name}` : `renaming ${name} as ${successor.name}`;
        notes.warn(
          `Resource meta_attributes: ${resource.attributes.id} (meta=${block.attributes.id}): ${what}`,
        );
      }
      const lost =
        successor === null ||
        (successor !== undefined && (guarded ? later.includes(successor.name) : kept > 0));
      if (successor) rename(pair, successor);
      if (!lost && pair.name === "nvpair") kept += 1;
      return lost;
    });
  });
}

/** A pair without value stays without one. */
function rename({ attributes }: Draft, { name, value }: { name: string; value: string }): void {
  attributes.name = name;
  if (attributes.value !== undefined) attributes.value = value;
}

/** The new names of a block's pairs. */
function renamedTo(block: Draft): ReadonlySet<string> {
  return new Set(draftChildren(block).flatMap((pair) => successorOf(pair)?.name ?? []));
}
