import { elementsNamed, parseInteger, type XmlElement } from "@sanode/cib";
import { reportError, type WarningSink } from "./warnings.js";

/** Tells of fencing levels that the fencing service will not use; they make no difference to decisions. */
export function checkFencingTopology(sink: WarningSink, topology: XmlElement | undefined): void {
  if (topology === undefined) return;
  for (const level of elementsNamed(topology, "fencing-level")) {
    const { id, index } = level.attributes;
    const number = parseInteger(index);
    if (id === undefined) {
      reportError(sink, level, "missing-id", "fencing level without id");
    } else if (number === undefined || number < 1 || number > 9) {
      reportError(sink, level, "invalid-fencing-level", `fencing level ${id}: index ${index} is not in 1-9`);
    }
  }
}
