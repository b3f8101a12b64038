import { createAttributes } from "../../xml/attributes.js";
import { copyOf, type Draft, draftElement, forEachDraft } from "./draft.js";

const UNFOLDED: ReadonlySet<string> = new Set([
  "cluster_property_set",
  "instance_attributes",
  "meta_attributes",
]);

/** A copy that stands for a block given by reference. */
export interface BlockCopy {
  readonly copy: Draft;
  /** The id of the block. */
  readonly id: string;
}

/**
 * Replaces blocks that are given by reference by copies with ids of their own, so that each place can be converted for
 * itself.
 */
export function unfoldBlocks(configuration: Draft): readonly BlockCopy[] {
  const byId = new Map<string, Draft>();
  forEachDraft(configuration, (draft) => {
    const { id } = draft.attributes;
    if (id !== undefined && UNFOLDED.has(draft.name)) byId.set(id, draft);
  });
  const copies: BlockCopy[] = [];
  forEachDraft(configuration, (parent) => {
    parent.children = parent.children.map((child) => {
      if (child.kind !== "draft" || !UNFOLDED.has(child.name)) return child;
      const id = child.attributes["id-ref"]?.trim();
      const original = id === undefined ? undefined : byId.get(id);
      if (id === undefined || original === undefined) return child;
      const copy = copyOf(original);
      forEachDraft(copy, (part) => {
        if (part.attributes.id !== undefined) part.attributes.id = `${innerPrefix(id)}${part.attributes.id}`;
      });
      copy.attributes.id = copyId(id);
      copies.push({ copy, id });
      return copy;
    });
  });
  return copies;
}

function copyId(id: string): string {
  return `_cibtr-2_${id}`;
}

function innerPrefix(id: string): string {
  return `__cibtr-2_${id}__`;
}

/** Makes those copies references again that still say what their block says. */
export function foldEqualBlocks(configuration: Draft, copies: readonly BlockCopy[]): void {
  const idOf = new Map(copies.map(({ copy, id }) => [copy, id]));
  const originals = new Map<string, Draft>();
  forEachDraft(configuration, (draft) => {
    const { id } = draft.attributes;
    if (id !== undefined && UNFOLDED.has(draft.name) && !draft.copy) originals.set(id, draft);
  });
  forEachDraft(configuration, (parent) => {
    parent.children = parent.children.map((child) => {
      const id = child.kind === "draft" ? idOf.get(child) : undefined;
      if (child.kind !== "draft" || id === undefined) return child;
      const original = originals.get(id);
      const same = original !== undefined && isSame(original, child, id);
      return same ? draftElement(child.name, { "id-ref": id }) : child;
    });
  });
}

/** Whether two elements are the same but for the ids that copying gave. */
function isSame(original: Draft, copy: Draft, id: string): boolean {
  if (original.name !== copy.name || original.children.length !== copy.children.length) return false;
  const names = Object.keys(original.attributes);
  if (names.length !== Object.keys(copy.attributes).length) return false;
  const plain = Object.assign(createAttributes(), copy.attributes);
  const { id: copiedId } = plain;
  if (copiedId !== undefined)
    plain.id = copiedId === copyId(id) ? id : copiedId.slice(innerPrefix(id).length);
  if (names.some((name) => plain[name] !== original.attributes[name])) return false;
  return original.children.every((child, index) => {
    const other = copy.children[index];
    return child.kind !== "draft"
      ? other?.kind === child.kind
      : other?.kind === "draft" && isSame(child, other, id);
  });
}
