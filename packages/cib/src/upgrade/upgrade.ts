import { createAttributes } from "../xml/attributes.js";
import { element, firstElement, type XmlElement } from "../xml/tree.js";
import { convertHeartbeat2 } from "./convert/heartbeat-2/convert.js";
import { isHeartbeat2 } from "./convert/heartbeat-2/recognize.js";
import { type ConversionNote, Notes } from "./convert/notes.js";
import { UnfoldError } from "./convert/references.js";
import { convertTo20 } from "./convert/to-2-0.js";
import { convertTo30 } from "./convert/to-3-0.js";
import { convertTo40 } from "./convert/to-4-0.js";
import { validateCib } from "./schema/problems.js";
import { validVersions } from "./schema/valid-versions.js";
import {
  LATEST,
  schemaName,
  VERSIONS,
  type Version,
  versionBit,
  versionOfSchema,
} from "./schema/versions.js";
import { SchemaError } from "./schema-error.js";

/** Something to tell the user about a document that can be used. */
export interface UpgradeWarning extends ConversionNote {
  readonly code: "validation-disabled" | "conversion";
}

/** A document that the library can work with. */
export interface UpgradeResult {
  /** The document itself where nothing had to change. */
  readonly cib: XmlElement;
  readonly warnings: readonly UpgradeWarning[];
}

/** What is done beyond what Pacemaker does. */
export interface UpgradeOptions {
  /**
   * Whether documents from before Pacemaker 1.0 ({@link isHeartbeat2}) are converted, which Pacemaker refuses. They are refused
   * if it is not said.
   */
  readonly heartbeat2?: boolean;
}

type Conversion = (root: XmlElement, notes: Notes) => XmlElement;

/** What turns a document of a version into one of the next; all other versions only accept more than the one before. */
export const CONVERSIONS: ReadonlyMap<Version, Conversion> = new Map([
  ["1.3", convertTo20],
  ["2.10", convertTo30],
  ["3.10", convertTo40],
]);

/**
 * Brings a document to the latest version of the schema, and gives it a `status` if it has none. One that
 * switches validation off (`validate-with="none"`) is taken as it is.
 *
 * The versions are walked upwards from the declared one. Those that do not accept the document are passed over until one
 * does; from then on each must. Where a version has a conversion it is applied only if the next version does not accept the
 * document unchanged.
 *
 * @throws {SchemaError} if the declared schema is unknown, or the walk does not reach the latest version
 */
export function upgradeCib(root: XmlElement, { heartbeat2 = false }: UpgradeOptions = {}): UpgradeResult {
  const notes = new Notes();
  const cib = heartbeat2 && isHeartbeat2(root) ? convertHeartbeat2(root, notes) : root;
  return upgradeFromSchema(cib, notes);
}

function upgradeFromSchema(root: XmlElement, notes: Notes): UpgradeResult {
  const declared = root.attributes["validate-with"];
  if (declared === "none") return { cib: withStatus(root), warnings: [VALIDATION_DISABLED] };
  const version = versionOfSchema(declared);
  if (version === undefined) throw unknownSchema(declared);
  const cib = walk(root, version, notes);
  const warnings = notes.list.map((note): UpgradeWarning => ({ code: "conversion", ...note }));
  return { cib: withStatus(cib), warnings };
}

const VALIDATION_DISABLED: UpgradeWarning = {
  code: "validation-disabled",
  severity: "warning",
  message:
    'Schema validation of configuration is disabled (support for validate-with set to "none" is deprecated and ' +
    "will be removed in a future release)",
};

function walk(root: XmlElement, declared: Version, notes: Notes): XmlElement {
  let cib = root;
  let valid = validVersions(cib);
  let reached: Version | undefined;
  for (let at = VERSIONS.indexOf(declared); at < VERSIONS.length; at += 1) {
    const version = VERSIONS[at];
    if (version === undefined) break;
    if ((valid & versionBit(version)) === 0) {
      if (reached === undefined) continue;
      throw notUpgradable(cib, declared, version);
    }
    reached = version;
    const next = VERSIONS[at + 1];
    const conversion = CONVERSIONS.get(version);
    // A document that the next version accepts as it is keeps even what the conversion would replace.
    if (conversion === undefined || next === undefined || (valid & versionBit(next)) !== 0) continue;
    const converted = convert(cib, conversion, notes);
    const validThen = converted === undefined ? 0 : validVersions(converted);
    if (converted === undefined || (validThen & versionBit(next)) === 0) {
      throw notUpgradable(converted ?? cib, declared, next);
    }
    cib = converted;
    valid = validThen;
  }
  if (reached !== LATEST) throw notUpgradable(cib, declared, declared);
  return withSchema(cib, schemaName(LATEST));
}

/** The converted document; undefined if its references cannot be followed. */
export function convert(cib: XmlElement, conversion: Conversion, notes: Notes): XmlElement | undefined {
  try {
    return conversion(cib, notes);
  } catch (error) {
    if (error instanceof UnfoldError) return undefined;
    throw error;
  }
}

function unknownSchema(declared: string | undefined): SchemaError {
  const what = declared === undefined ? "missing" : "unknown";
  return new SchemaError(
    "unknown-schema",
    `Cannot validate CIB with ${what} validate-with (manually edit to use a known schema)`,
    declared,
  );
}

/** @param version the version that does not accept the document */
function notUpgradable(cib: XmlElement, declared: Version, version: Version): SchemaError {
  const name = schemaName(declared);
  return new SchemaError(
    "invalid",
    `Cannot upgrade configuration (claiming ${name} schema) to at least ${schemaName(LATEST)} because it does not ` +
      `validate with any schema from ${name} to the latest`,
    name,
    validateCib(cib, version),
  );
}

function withSchema(cib: XmlElement, schema: string): XmlElement {
  if (cib.attributes["validate-with"] === schema) return cib;
  const attributes = createAttributes();
  for (const name of Object.keys(cib.attributes)) attributes[name] = cib.attributes[name] ?? "";
  attributes["validate-with"] = schema;
  return element(cib.name, attributes, cib.children);
}

function withStatus(cib: XmlElement): XmlElement {
  if (firstElement(cib, "status") !== undefined) return cib;
  return element(cib.name, cib.attributes, [...cib.children, element("status")]);
}
