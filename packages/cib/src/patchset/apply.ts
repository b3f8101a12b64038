import { digestVersioned } from "../digest/versioned.js";
import { PatchsetError } from "../errors/patchset.js";
import { equalIgnoringCase } from "../values/characters.js";
import { dataOnly } from "../xml/data.js";
import type { XmlElement } from "../xml/tree.js";
import { parseChanges, parseHead } from "./parse.js";
import type { Change, CreateChange, MoveChange, Patchset } from "./patchset.js";
import { parsePath } from "./path.js";
import { checkVersions } from "./version.js";
import { WorkingNode } from "./working-node.js";

/** What is checked before a patchset is applied. */
export interface ApplyOptions {
  /**
   * Whether the patchset has to be made for the document's version, and to lead to a later one. Requests to the CIB
   * manager and `crm_diff --cib` check it, `crm_diff` alone does not. Default true.
   */
  readonly checkVersions?: boolean;
}

/**
 * Applies a patchset to a document, in the manner of Pacemaker: deletions and changed attributes in the order of the
 * patchset, then new and moved nodes in the order of their places. If the patchset carries a digest, the result must
 * have it. The result shares with the document whatever the patchset leaves alone.
 *
 * @throws PatchsetError if the patchset does not fit; nothing has changed then
 */
export function applyPatchset(
  document: XmlElement,
  { versions, digest, changes }: Patchset,
  options: ApplyOptions = {},
): XmlElement {
  if (options.checkVersions ?? true) checkVersions(document, versions);
  return applyChanges(document, changes, digest);
}

/**
 * Reads a patchset and applies it; see {@link applyPatchset}. An outdated patchset is refused for being so before
 * anything else about its changes matters.
 *
 * @throws PatchsetError if the patchset cannot be read or does not fit
 */
export function applyPatchsetElement(
  document: XmlElement,
  patchset: XmlElement,
  options: ApplyOptions = {},
): XmlElement {
  const { versions, digest } = parseHead(patchset);
  if (options.checkVersions ?? true) checkVersions(document, versions);
  return applyChanges(document, parseChanges(patchset), digest);
}

function applyChanges(
  document: XmlElement,
  changes: readonly Change[],
  digest: string | undefined,
): XmlElement {
  const root = new WorkingNode(dataOnly(document));
  const postponed: Postponed[] = [];
  for (const [index, change] of changes.entries())
    begin(root, change, `/diff/change[${index + 1}]`, postponed);
  postponed.sort((one, other) => one.change.position - other.change.position);
  for (const step of postponed) complete(step);
  const result = root.finish();
  if (result.kind !== "element") return document;
  if (digest !== undefined) checkDigest(result, digest);
  return result;
}

/** A change that is made when all deletions are. */
interface Postponed {
  readonly change: CreateChange | MoveChange;
  readonly place: string;
  /** The parent of what is created; what is moved. */
  readonly node: WorkingNode;
}

function begin(root: WorkingNode, change: Change, place: string, postponed: Postponed[]): void {
  const node = find(root, change);
  if (node === undefined) {
    if (change.operation === "delete") return;
    throw new PatchsetError("not-applicable", place, `the document has nothing at ${change.path}`);
  }
  switch (change.operation) {
    case "delete":
      if (node === root) throw new PatchsetError("not-applicable", place, "the root cannot be deleted");
      node.remove();
      break;
    case "modify":
      requireElement(node, change, place);
      node.setAttributes(change.result.attributes);
      break;
    case "create":
      requireElement(node, change, place);
      postponed.push({ change, place, node });
      break;
    case "move":
      node.moveLast();
      postponed.push({ change, place, node });
  }
}

function find(root: WorkingNode, change: Change): WorkingNode | undefined {
  const components = parsePath(change.path) ?? [];
  let found: WorkingNode | undefined;
  for (const [level, component] of components.entries()) {
    if (component === null) return undefined;
    const isLast = level === components.length - 1;
    const position = isLast && change.operation === "delete" ? change.position : undefined;
    if (level === 0) found = root.matches(component) ? root : undefined;
    else found = found?.find(component, position);
  }
  return found;
}

function requireElement({ node }: WorkingNode, { path }: Change, place: string): void {
  if (node.kind === "element") return;
  throw new PatchsetError(
    "not-applicable",
    place,
    `${path} is a comment, which has neither attributes nor children`,
  );
}

function complete({ change, place, node }: Postponed): void {
  const { position } = change;
  if (change.operation === "create") {
    node.insert(change.node, position);
    return;
  }
  // What is gone with something that was deleted need not move.
  if (node.parent !== undefined && node.index === undefined) return;
  if (node.index !== position && position >= 0 && position < node.siblingCount) node.moveTo(position);
  if ((node.index ?? 0) === position) return;
  throw new PatchsetError("not-applicable", place, `${change.path} cannot be moved to the place ${position}`);
}

function checkDigest(result: XmlElement, digest: string): void {
  const actual = digestVersioned(result);
  if (equalIgnoringCase(actual, digest)) return;
  throw new PatchsetError(
    "digest-mismatch",
    "/diff/@digest",
    `the result has the digest ${actual}, not ${digest}`,
  );
}
