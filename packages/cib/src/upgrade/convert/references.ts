import { copyOf, type Draft, draftElement, forEachDraft } from "./draft.js";

/** Thrown when references cannot be replaced by copies: they go in a circle, or there would be no end of copies. */
export class UnfoldError extends Error {
  override readonly name = "UnfoldError";
}

/** Elements that copies may add to a document before it is refused. */
const MAXIMUM_COPIED = 250_000;

/** How the id of a pair is made that takes another pair's value under a name of its own. */
export type RenamedPairId = (id: string, name: string) => string;

/** The elements that may be given by reference. */
const REFERABLE: ReadonlySet<string> = new Set([
  "cluster_property_set",
  "instance_attributes",
  "meta_attributes",
  "utilization",
  "nvpair",
  "operations",
  "resource_set",
  "rule",
]);

interface Unfolding {
  readonly byId: ReadonlyMap<string, Draft>;
  readonly renamedPairId: RenamedPairId;
  readonly wanted: (reference: Draft) => boolean;
  copied: number;
}

/**
 * Replaces every element that refers to another (`id-ref`) by a copy of it, so that conversions need not know about
 * references. A pair that gives the referenced value a name of its own becomes a pair of its own.
 *
 * @param wanted which references to replace; all if not given
 */
export function unfoldReferences(
  root: Draft,
  renamedPairId: RenamedPairId,
  wanted: (reference: Draft) => boolean = () => true,
): void {
  const byId = new Map<string, Draft>();
  forEachDraft(root, (draft) => {
    const { id } = draft.attributes;
    if (id !== undefined && !byId.has(id)) byId.set(id, draft);
  });
  unfold(root, { byId, renamedPairId, wanted, copied: 0 }, new Set());
}

/** @param around the ids of the references whose copies the parent lies in */
function unfold(parent: Draft, unfolding: Unfolding, around: ReadonlySet<string>): void {
  parent.children = parent.children.map((child) => {
    if (child.kind !== "draft") return child;
    const idRef = child.attributes["id-ref"]?.trim();
    const original = idRef === undefined ? undefined : unfolding.byId.get(idRef);
    if (idRef === undefined || original === undefined || !unfolding.wanted(child)) {
      unfold(child, unfolding, around);
      return child;
    }
    const { name } = child.attributes;
    if (child.name === "nvpair" && name !== undefined) return renamedPair(original, idRef, name, unfolding);
    if (around.has(idRef)) throw new UnfoldError(`id-ref '${idRef}' refers to an element around it`);
    const copy = copyOf(original);
    forEachDraft(copy, () => {
      unfolding.copied += 1;
    });
    if (unfolding.copied > MAXIMUM_COPIED) throw new UnfoldError("too many elements are given by reference");
    unfold(copy, unfolding, new Set([...around, idRef]));
    return copy;
  });
}

function renamedPair(original: Draft, idRef: string, name: string, unfolding: Unfolding): Draft {
  const { value } = original.attributes;
  const id = unfolding.renamedPairId(idRef, name);
  return copyOf(draftElement("nvpair", value === undefined ? { id, name } : { id, name, value }));
}

/**
 * Makes copies references again. Where the original is gone, the first copy in the document takes its place and
 * the others refer to it.
 */
export function foldReferences(root: Draft): void {
  const present = new Set<string>();
  forEachDraft(root, ({ copy, attributes: { id } }) => {
    if (!copy && id !== undefined) present.add(id);
  });
  fold(root, present);
}

function fold(parent: Draft, present: Set<string>): void {
  parent.children = parent.children.map((child) => {
    if (child.kind !== "draft") return child;
    const { id } = child.attributes;
    if (child.copy && id !== undefined && REFERABLE.has(child.name)) {
      if (present.has(id)) {
        // As in Pacemaker 3.0, what a folded copy held counts as present from here on, though it is gone with the copy.
        addIds(child, present);
        return draftElement(child.name, { "id-ref": id });
      }
      present.add(id);
    }
    fold(child, present);
    return child;
  });
}

function addIds(draft: Draft, ids: Set<string>): void {
  forEachDraft(draft, ({ attributes: { id } }) => {
    if (id !== undefined) ids.add(id);
  });
}
