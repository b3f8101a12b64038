import { PatchsetError } from "../errors/patchset.js";
import type { XmlElement } from "../xml/tree.js";
import { parseNumber } from "./number.js";
import { COUNTERS, type Patchset, type VersionText } from "./patchset.js";

/** A version's counters as numbers, in the order of `COUNTERS`. */
type Version = readonly number[];

/**
 * Checks that a patchset was made for the version that a document has and leads to a later one.
 *
 * @throws PatchsetError with the code `malformed`, `outdated` or `not-applicable`
 */
export function checkVersions(document: XmlElement, versions: Patchset["versions"]): void {
  const current = COUNTERS.map((counter) => Math.max(0, parseNumber(document.attributes[counter]) ?? 0));
  const source = readVersion(versions?.source, "source") ?? current;
  const target = readVersion(versions?.target, "target") ?? nextVersion(current);
  for (const [index, counter] of COUNTERS.entries()) {
    const [here, wanted] = [current[index] ?? 0, source[index] ?? 0];
    if (here === wanted) continue;
    const problem = `the document has version ${current.join(".")}, the patchset is for ${source.join(".")}`;
    throw new PatchsetError(here < wanted ? "not-applicable" : "outdated", `source/@${counter}`, problem);
  }
  if (target.some((count, index) => count > (source[index] ?? 0))) return;
  const problem = `version ${target.join(".")} is not later than ${source.join(".")}`;
  throw new PatchsetError("outdated", "target", problem);
}

function readVersion(version: VersionText | undefined, name: string): Version | undefined {
  return (
    version &&
    COUNTERS.map((counter) => {
      const count = parseNumber(version[counter]);
      if (count !== undefined) return count;
      const problem = `"${version[counter] ?? ""}" is no number of changes`;
      throw new PatchsetError("malformed", `${name}/@${counter}`, problem);
    })
  );
}

/** What a document becomes by one change that is none of the configuration. */
function nextVersion(version: Version): Version {
  return version.map((count, index) => (index === COUNTERS.length - 1 ? count + 1 : count));
}
