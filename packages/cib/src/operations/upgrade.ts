import { OperationError } from "../errors/operation.js";
import { Notes } from "../upgrade/convert/notes.js";
import { validVersions } from "../upgrade/schema/valid-versions.js";
import {
  schemaName,
  VERSIONS,
  type Version,
  versionBit,
  versionOfSchema,
} from "../upgrade/schema/versions.js";
import { CONVERSIONS, convert } from "../upgrade/upgrade.js";
import type { XmlElement } from "../xml/tree.js";
import { readVersion, withAttributes, withVersion } from "./version.js";

/**
 * The document under the latest schema that it can be brought to, with a raised `admin_epoch` and the other counters at
 * 1; itself if that is the schema it has, or it is not validated.
 *
 * Unlike {@link upgradeCib}, which only knows the very latest schema, this stops at the last one that accepts the document.
 *
 * @throws OperationError `pcmk_rc_cib_corrupt` for an unknown schema, `pcmk_rc_schema_validation` or
 * `pcmk_rc_transform_failed` if the document accepts no later schema though its own is not the latest
 */
export function upgrade(document: XmlElement): XmlElement {
  const declared = document.attributes["validate-with"];
  if (declared === "none") return document;
  const version = versionOfSchema(declared);
  if (version === undefined) {
    throw new OperationError("pcmk_rc_cib_corrupt", { reason: "name a known schema in validate-with" });
  }
  const { cib, reached, problem } = climb(document, version);
  if (reached !== undefined && VERSIONS.indexOf(reached) > VERSIONS.indexOf(version)) {
    const renamed = withAttributes(cib, { "validate-with": schemaName(reached) });
    return withVersion(renamed, {
      adminEpoch: readVersion(document).adminEpoch + 1,
      epoch: 1,
      numUpdates: 1,
    });
  }
  if (problem !== undefined) throw new OperationError(problem);
  return document;
}

interface Climb {
  readonly cib: XmlElement;
  /** The last schema that accepted the document. */
  readonly reached: Version | undefined;
  readonly problem: "pcmk_rc_schema_validation" | "pcmk_rc_transform_failed" | undefined;
}

/** A schema that does not accept the document ends the way, unless none has accepted it yet. */
function climb(document: XmlElement, declared: Version): Climb {
  let cib = document;
  let reached: Version | undefined;
  let problem: Climb["problem"];
  for (let at = VERSIONS.indexOf(declared); at < VERSIONS.length; at += 1) {
    const version = VERSIONS[at];
    if (version === undefined) break;
    const valid = validVersions(cib);
    if ((valid & versionBit(version)) === 0) {
      problem ??= "pcmk_rc_schema_validation";
      if (reached !== undefined) break;
      continue;
    }
    reached = version;
    const next = VERSIONS[at + 1];
    const conversion = CONVERSIONS.get(version);
    if (conversion === undefined || next === undefined || (valid & versionBit(next)) !== 0) continue;
    const converted = convert(cib, conversion, new Notes());
    if (converted !== undefined && (validVersions(converted) & versionBit(next)) !== 0) cib = converted;
    else problem = "pcmk_rc_transform_failed";
  }
  return { cib, reached, problem };
}
