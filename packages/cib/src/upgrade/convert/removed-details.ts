import { type Draft, firstDraft, forEachDraft, removeChildren } from "./draft.js";
import type { Notes } from "./notes.js";
import { xpathNumber } from "./xpath-number.js";

/** The phase of the moon is no longer a condition of dates. */
export function dropMoon(configuration: Draft, notes: Notes): void {
  forEachDraft(configuration, (draft) => {
    if (draft.name !== "date_spec" || draft.attributes.moon === undefined) return;
    delete draft.attributes.moon;
    notes.warn(
      `Dropping moon attribute from date spec ${draft.attributes.id} because moon phase is no longer supported`,
    );
  });
}

/** Fencing levels end at 9. */
export function dropHighFencingLevels(configuration: Draft, notes: Notes): void {
  const topology = firstDraft(configuration, "fencing-topology");
  if (topology === undefined) return;
  removeChildren(topology, ({ name, attributes: { id, index = "" } }) => {
    const tooHigh = name === "fencing-level" && xpathNumber(index) > 9;
    if (tooHigh) notes.warn(`Dropping fencing level ${id} because level ${index} is above 9`);
    return tooHigh;
  });
}
