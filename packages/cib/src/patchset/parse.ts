import { PatchsetError } from "../errors/patchset.js";
import { dataChildren, dataOnly } from "../xml/data.js";
import { elements, elementsNamed, firstElement, NO_CHILDREN, type XmlElement } from "../xml/tree.js";
import { parseNumber } from "./number.js";
import { type AttributeChange, type Change, COUNTERS, type Patchset, type VersionText } from "./patchset.js";

/**
 * Reads a patchset. What Pacemaker passes over is passed over: changes without an operation, elements of other names
 * around them, lists of attributes that make no sense (the result counts). A version is not checked before a document is
 * at hand.
 *
 * @throws PatchsetError with the code `malformed`, `incomplete` or `not-applicable`; a place such as `/diff/change[3]`
 *   says where, changes counted from 1. Format 1, which Pacemaker 3 no longer reads either, is `malformed`.
 */
export function parsePatchset(patchset: XmlElement): Patchset {
  return { ...parseHead(patchset), changes: parseChanges(patchset) };
}

/**
 * What a patchset tells before its changes.
 *
 * @throws PatchsetError with the code `malformed`
 */
export function parseHead(patchset: XmlElement): Omit<Patchset, "changes"> {
  const { format, digest } = patchset.attributes;
  if (parseNumber(format) !== 2) {
    const problem = `"${format ?? ""}" is no format of patchsets that can be read; format 2 can`;
    throw new PatchsetError("malformed", "/diff/@format", problem);
  }
  const version = firstElement(patchset, "version");
  return {
    ...(version === undefined ? {} : { versions: parseVersions(version) }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function parseVersions(version: XmlElement): NonNullable<Patchset["versions"]> {
  const source = firstElement(version, "source");
  const target = firstElement(version, "target");
  return {
    ...(source === undefined ? {} : { source: parseVersion(source) }),
    ...(target === undefined ? {} : { target: parseVersion(target) }),
  };
}

function parseVersion({ attributes }: XmlElement): VersionText {
  return Object.fromEntries(
    COUNTERS.flatMap((counter) => {
      const value = attributes[counter];
      return value === undefined ? [] : [[counter, value]];
    }),
  );
}

/**
 * The changes of a patchset.
 *
 * @throws PatchsetError with the code `malformed`, `incomplete` or `not-applicable`
 */
export function parseChanges(patchset: XmlElement): readonly Change[] {
  const changes: Change[] = [];
  for (const change of elements(patchset)) {
    const { operation, path } = change.attributes;
    if (operation === undefined) continue;
    const place = `/diff/change[${changes.length + 1}]`;
    if (path !== undefined) changes.push(parseChange(change, operation, path, place));
    else if (operation !== "delete") {
      throw new PatchsetError("not-applicable", place, "the change lacks a path");
    }
  }
  return changes;
}

function parseChange(change: XmlElement, operation: string, path: string, place: string): Change {
  switch (operation) {
    case "delete": {
      const position = parseNumber(change.attributes.position);
      return position === undefined || position < 0 ? { operation, path } : { operation, path, position };
    }
    case "move":
      return { operation, path, position: parsePosition(change, place) };
    case "create": {
      const [node] = dataChildren(change);
      if (node === undefined) throw new PatchsetError("incomplete", place, `nothing to create in ${path}`);
      const created = node.kind === "element" ? dataOnly(node) : node;
      return { operation, path, position: parsePosition(change, place), node: created };
    }
    case "modify": {
      const list = firstElement(change, "change-list");
      const results = firstElement(change, "change-result");
      const result = results && elements(results)[0];
      if (result === undefined) {
        throw new PatchsetError("incomplete", place, `it does not tell what becomes of ${path}`);
      }
      const attributes = list === undefined ? [] : elementsNamed(list, "change-attr").flatMap(parseAttribute);
      return { operation, path, attributes, result: { ...result, children: NO_CHILDREN } };
    }
    default:
      throw new PatchsetError(
        "not-applicable",
        place,
        `"${operation}" of ${path} is no change that is known`,
      );
  }
}

function parseAttribute({ attributes }: XmlElement): AttributeChange[] {
  const { name, operation, value } = attributes;
  if (name === undefined) return [];
  if (operation === "unset") return [{ operation, name }];
  return operation === "set" && value !== undefined ? [{ operation, name, value }] : [];
}

/** Pacemaker takes any other text for 0 in one respect and for less in another: nobody can have meant that. */
function parsePosition({ attributes: { position } }: XmlElement, place: string): number {
  const number = parseNumber(position);
  if (number !== undefined) return number;
  throw new PatchsetError(
    "malformed",
    `${place}/@position`,
    `"${position ?? ""}" is no place among siblings`,
  );
}
