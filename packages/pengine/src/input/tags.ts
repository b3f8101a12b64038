import { elementsNamed, type XmlElement } from "@sanode/cib";
import type { ClusterState } from "../model/state.js";

/** Reads the tags: which ids each stands for, in document order; several elements of one id add up. */
export function readTags(state: ClusterState, tags: XmlElement | undefined): void {
  if (tags === undefined) return;
  for (const tag of elementsNamed(tags, "tag")) {
    const { id } = tag.attributes;
    if (id === undefined) continue;
    const members = state.tags.get(id) ?? [];
    state.tags.set(id, members);
    for (const { attributes } of elementsNamed(tag, "obj_ref")) {
      if (attributes.id !== undefined && !members.includes(attributes.id)) members.push(attributes.id);
    }
  }
}
