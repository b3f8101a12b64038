import { type Draft, type DraftNode, draftsNamed, removeChildren } from "./draft.js";
import type { Notes } from "./notes.js";
import { xpathNumber } from "./xpath-number.js";

const BLOCKS: ReadonlySet<string> = new Set([
  "cluster_property_set",
  "instance_attributes",
  "meta_attributes",
  "utilization",
]);

const RESOURCES: ReadonlySet<string> = new Set([
  "primitive",
  "template",
  "group",
  "clone",
  "master",
  "bundle",
  "rsc_defaults",
]);

const RENAMED_OPTIONS: ReadonlyMap<string, string> = new Map([
  ["crmd-finalization-timeout", "join-finalization-timeout"],
  ["crmd-integration-timeout", "join-integration-timeout"],
  ["crmd-transition-delay", "transition-delay"],
]);

/**
 * Brings blocks of pairs to 4.0: pairs renamed or dropped, of several equal names in a block the one that counts kept,
 * and within each parent the blocks put behind everything else in the order of their scores.
 */
export function convertBlocks(parent: Draft, notes: Notes): void {
  const blocks = sortedBlocks(parent.children);
  const others: DraftNode[] = parent.children.filter((child) => !isBlock(child));
  for (const child of others) if (child.kind === "draft") convertBlocks(child, notes);
  for (const block of blocks) {
    removeChildren(block, (pair) => pair.name === "nvpair" && pair.attributes.value === undefined);
    convertPairs(parent, block, notes);
    keepFirstOfEachName(block);
  }
  if (blocks.length > 0) parent.children = [...others, ...blocks];
}

function convertPairs(parent: Draft, block: Draft, notes: Notes): void {
  if (parent.name === "crm_config") convertOptions(block, notes);
  else if (block.name !== "meta_attributes") return;
  else if (RESOURCES.has(parent.name)) {
    const advice = 'Consider setting the "kind" attribute for relevant constraints';
    dropMetaAttributes(block, ["restart-type"], advice, notes);
  } else if (parent.name === "op" || parent.name === "op_defaults") {
    const advice = 'Consider setting the "on-fail" operation attribute instead';
    dropMetaAttributes(block, ["can_fail", "role_after_failure"], advice, notes);
  }
}

function convertOptions(block: Draft, notes: Notes): void {
  removeChildren(block, ({ attributes: { id, name } }) => {
    if (name !== "remove-after-stop") return false;
    notes.warn(`Dropping nvpair ${id} because the remove-after-stop property is unsupported`);
    return true;
  });
  for (const { attributes } of draftsNamed(block, "nvpair")) {
    const newName = RENAMED_OPTIONS.get(attributes.name ?? "");
    if (newName !== undefined) attributes.name = newName;
    if (attributes.name === "stonith-action" && attributes.value === "poweroff") attributes.value = "off";
  }
}

function dropMetaAttributes(block: Draft, names: readonly string[], advice: string, notes: Notes): void {
  removeChildren(block, ({ attributes: { name } }) => {
    if (name === undefined || !names.includes(name)) return false;
    const { id } = block.attributes;
    notes.warn(`Dropping ${name} meta-attribute from ${id} because it is no longer supported. ${advice}`);
    return true;
  });
}

function keepFirstOfEachName(block: Draft): void {
  const seen = new Set<string>();
  removeChildren(block, ({ name: element, attributes: { name } }) => {
    if (element !== "nvpair" || name === undefined) return false;
    const again = seen.has(name);
    seen.add(name);
    return again;
  });
}

/** Stable: what has no score, or one that is not a number, keeps its place among its equals. */
function sortedBlocks(children: readonly DraftNode[]): Draft[] {
  const blocks = children.filter(isBlock).sort((a, b) => compareRanks(rankOf(b), rankOf(a)));
  return [...blocks.filter(isBootstrap), ...blocks.filter((block) => !isBootstrap(block))];
}

function isBlock(child: DraftNode): child is Draft {
  return child.kind === "draft" && BLOCKS.has(child.name);
}

function isBootstrap({ name, attributes }: Draft): boolean {
  return name === "cluster_property_set" && attributes.id === "cib-bootstrap-options";
}

function rankOf({ attributes: { score } }: Draft): number {
  if (score === undefined) return 0;
  if (score === "INFINITY" || score === "+INFINITY") return Number.POSITIVE_INFINITY;
  return score === "-INFINITY" ? Number.NEGATIVE_INFINITY : xpathNumber(score);
}

/** What is not a number comes below everything else. */
function compareRanks(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  return Number.isNaN(b) || a > b ? 1 : -1;
}
