import { digestVersioned } from "../digest/versioned.js";
import { PatchsetError } from "../errors/patchset.js";
import { equalIgnoringCase } from "../values/characters.js";
import { createAttributes } from "../xml/attributes.js";
import { dataOnly } from "../xml/data.js";
import { RECURSION_DEPTH } from "../xml/limits.js";
import type { Attributes, XmlElement } from "../xml/tree.js";
import { parseChanges, parseHead } from "./parse.js";
import type { Change, CreateChange, MoveChange, Patchset } from "./patchset.js";
import { parsePath } from "./path.js";
import { checkVersions } from "./version.js";
import { WorkingNode } from "./working-node.js";

/** How a patchset is applied. */
export interface ApplyOptions {
  /**
   * Whether the patchset has to be made for the document's version, and to lead to a later one. Requests to the CIB
   * manager and `crm_diff --cib` check it, `crm_diff` alone does not. Default true.
   */
  readonly checkVersions?: boolean;
  /**
   * Whether the attributes of a modified element keep their order in the document, the new ones last, whatever their
   * order in the patchset; so it is in requests to the CIB manager, not with `crm_diff`. Default false.
   */
  readonly keepAttributeOrder?: boolean;
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
  return applyChanges(document, changes, digest, options);
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
  return applyChanges(document, parseChanges(patchset), digest, options);
}

function applyChanges(
  document: XmlElement,
  changes: readonly Change[],
  digest: string | undefined,
  { keepAttributeOrder = false }: ApplyOptions,
): XmlElement {
  const application = new Application(document, keepAttributeOrder);
  for (const [index, change] of changes.entries()) application.begin(change, `/diff/change[${index + 1}]`);
  const result = application.complete();
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

/** A document while it is being patched. */
class Application {
  readonly #root: WorkingNode;
  readonly #document: XmlElement;
  readonly #keepAttributeOrder: boolean;
  readonly #postponed: Postponed[] = [];

  constructor(document: XmlElement, keepAttributeOrder: boolean) {
    this.#document = dataOnly(document);
    this.#root = new WorkingNode(this.#document, undefined);
    this.#keepAttributeOrder = keepAttributeOrder;
  }

  /** Deletes, sets attributes, and finds what is to be created or moved. */
  begin(change: Change, place: string): void {
    const node = find(this.#root, change, place);
    if (node === undefined) {
      if (change.operation === "delete") return;
      throw new PatchsetError("not-applicable", place, `the document has nothing at ${change.path}`);
    }
    switch (change.operation) {
      case "delete":
        if (node === this.#root) throw new PatchsetError("not-applicable", place, "a root has to stay");
        node.remove();
        break;
      case "modify": {
        const { attributes } = elementAt(node, change, place);
        const result = change.result.attributes;
        node.setAttributes(this.#keepAttributeOrder ? inOrderOf(attributes, result) : result);
        break;
      }
      case "create":
        elementAt(node, change, place);
        this.#postponed.push({ change, place, node });
        break;
      case "move":
        node.moveLast();
        this.#postponed.push({ change, place, node });
    }
  }

  /** Creates and moves. Returns the new document. */
  complete(): XmlElement {
    this.#postponed.sort((one, other) => one.change.position - other.change.position);
    for (const { change, place, node } of this.#postponed) {
      if (change.operation === "create") node.insert(change.node, change.position);
      else move(node, change, place);
    }
    const result = this.#root.finish();
    return result.kind === "element" ? result : this.#document;
  }
}

function find(root: WorkingNode, change: Change, place: string): WorkingNode | undefined {
  const components = parsePath(change.path) ?? [];
  if (components.length > RECURSION_DEPTH) {
    throw new PatchsetError("too-deep", place, `the path has more than ${RECURSION_DEPTH} components`);
  }
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

function elementAt({ node }: WorkingNode, { path }: Change, place: string): XmlElement {
  if (node.kind === "element") return node;
  const problem = `${path} is a comment, which has neither attributes nor children`;
  throw new PatchsetError("not-applicable", place, problem);
}

/** New attributes in the order of the old ones; those that are really new come last. */
function inOrderOf(old: Attributes, attributes: Attributes): Attributes {
  const ordered = createAttributes();
  for (const name in old) {
    const value = attributes[name];
    if (value !== undefined) ordered[name] = value;
  }
  for (const [name, value] of Object.entries(attributes)) ordered[name] = value;
  return ordered;
}

/** What is gone with something that was deleted need not move. */
function move(node: WorkingNode, { path, position }: MoveChange, place: string): void {
  if (node.parent !== undefined && node.index === undefined) return;
  if (node.index !== position && position >= 0 && position < node.siblingCount) node.moveTo(position);
  if ((node.index ?? 0) === position) return;
  throw new PatchsetError("not-applicable", place, `${path} cannot be moved to the place ${position}`);
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
