import { type Draft, draftElement, draftsNamed, firstDraft, removeChildren } from "./draft.js";
import type { Notes } from "./notes.js";
import { dropEmptyBlocks } from "./resources-3-0.js";

/** Settings of operations that were accepted among their parameters. */
const SETTINGS: ReadonlySet<string> = new Set([
  "enabled",
  "interval-origin",
  "on-fail",
  "record-pending",
  "role",
  "start-delay",
  "timeout",
]);

/** Pairs that leave an operation's block. */
interface Moved {
  readonly block: Draft;
  readonly pairs: readonly Draft[];
  readonly rule: Draft | undefined;
}

/**
 * Moves settings of a resource's operations to where they belong: `requires` to the resource, other settings from an
 * operation's parameters to its meta-attributes.
 *
 * @returns the blocks of meta-attributes that the resource gets
 */
export function convertOperations(resource: Draft, notes: Notes): readonly Draft[] {
  const operations = draftsNamed(resource, "operations").flatMap((list) => draftsNamed(list, "op"));
  const definesRequires = draftsNamed(resource, "meta_attributes").some(
    (block) => firstDraft(block, "rule") === undefined && pairNames(block).has("requires"),
  );
  const candidates = takeRequires(resource, operations, notes);
  for (const operation of operations) {
    moveSettings(operation, notes);
    dropEmptyBlocks(operation);
  }
  return definesRequires ? [] : candidates;
}

/**
 * Takes `requires` out of operations. Parameters come before meta-attributes and these before XML attributes; whatever
 * comes before a candidate that always applies is lost.
 */
function takeRequires(resource: Draft, operations: readonly Draft[], notes: Notes): readonly Draft[] {
  const candidates = [
    ...operations.flatMap((operation) => takeFromBlocks(operation, "instance_attributes", notes)),
    ...operations.flatMap((operation) => takeFromBlocks(operation, "meta_attributes", notes)),
    ...operations.flatMap((operation) => takeAttribute(resource, operation, notes)),
  ];
  const last = candidates.findLastIndex((block) => firstDraft(block, "rule") === undefined);
  return candidates.slice(Math.max(last, 0));
}

function takeFromBlocks(operation: Draft, name: string, notes: Notes): readonly Draft[] {
  const moved = draftsNamed(operation, name).map((block) => takePairs(block, (pair) => pair === "requires"));
  return moved.flatMap(({ block, pairs, rule }) => {
    if (pairs.length === 0 || !noteRequires(operation, notes)) return [];
    return [newBlock(block, pairs, rule)];
  });
}

function takeAttribute(resource: Draft, operation: Draft, notes: Notes): readonly Draft[] {
  const { id, requires: value } = operation.attributes;
  if (value === undefined) return [];
  delete operation.attributes.requires;
  if (!noteRequires(operation, notes)) return [];
  const pair = draftElement("nvpair", { id: `_2TO3_${id}-meta-requires`, name: "requires", value });
  return [draftElement("meta_attributes", { id: `_2TO3_${resource.attributes.id}-meta` }, [pair])];
}

/** Whether the operation's `requires` ever meant something. */
function noteRequires({ attributes: { id, name } }: Draft, notes: Notes): boolean {
  const matters = name === "start" || name === "promote";
  const what = matters ? "moving requires under meta_attributes" : "dropping requires";
  notes.inform(`Resources-operation: ${id}: ${what}`);
  return matters;
}

function moveSettings(operation: Draft, notes: Notes): void {
  const moved = draftsNamed(operation, "instance_attributes")
    .map((block) => takePairs(block, (name) => SETTINGS.has(name)))
    .filter(({ pairs }) => pairs.length > 0);
  if (moved.length === 0) return;
  const { id } = operation.attributes;
  const loose: Draft[] = [];
  const guarded: Draft[] = [];
  moved.forEach(({ block, pairs, rule }, index) => {
    const later = moved.slice(index + 1).filter((other) => other.rule === undefined);
    const overridden = new Set(later.flatMap((other) => other.pairs.map(({ attributes: { name } }) => name)));
    const staying = pairs.filter(({ attributes: { name } }) => !overridden.has(name));
    for (const { attributes } of pairs) {
      notes.inform(
        `Resources-operation instance_attributes: ${id}: moving ${attributes.name} under meta_attributes`,
      );
    }
    if (rule === undefined) loose.push(...staying);
    else if (staying.length > 0) guarded.push(newBlock(block, staying, rule));
  });
  const target = draftsNamed(operation, "meta_attributes").find(
    (block) => firstDraft(block, "rule") === undefined,
  );
  if (target !== undefined) target.children.push(...loose);
  else if (loose.length > 0) {
    operation.children.push(draftElement("meta_attributes", { id: `_2TO3_${id}-meta` }, loose));
  }
  operation.children.push(...guarded);
}

function newBlock(from: Draft, pairs: readonly Draft[], rule: Draft | undefined): Draft {
  const id = `_2TO3_${from.attributes.id}`;
  return draftElement("meta_attributes", { id }, rule === undefined ? pairs : [rule, ...pairs]);
}

/** Takes the pairs of certain names out of a block. */
function takePairs(block: Draft, wanted: (name: string) => boolean): Moved {
  const pairs: Draft[] = [];
  removeChildren(block, (pair) => {
    const found =
      pair.name === "nvpair" && pair.attributes.name !== undefined && wanted(pair.attributes.name);
    if (found) pairs.push(pair);
    return found;
  });
  return { block, pairs, rule: firstDraft(block, "rule") };
}

function pairNames(block: Draft): ReadonlySet<string | undefined> {
  return new Set(draftsNamed(block, "nvpair").map(({ attributes: { name } }) => name));
}
