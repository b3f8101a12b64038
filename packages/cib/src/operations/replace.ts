import { OperationError } from "../errors/operation.js";
import type { XmlElement } from "../xml/tree.js";
import { pathTo } from "../xpath/node.js";
import { changeAt, findBelow, withChildrenAt } from "./place.js";
import { removeMatch } from "./remove-match.js";
import type { ChangeRequest } from "./request.js";
import { inputForSection, placeOfSection } from "./section.js";
import { compareCibVersions, readVersion } from "./version.js";
import { matchesOf } from "./xpath.js";

type ReplaceRequest = Extract<ChangeRequest, { operation: "replace" }>;

/**
 * Puts the input in the place of the first element of its name, and its id if it has one, in the section; or of the whole
 * document. What an XPath selects is removed, and the input becomes the last child of its parent.
 *
 * @throws OperationError `ENXIO` if there is none, `EINVAL` if there is no such section, `pcmk_rc_old_data` for a
 * document of a lower version
 * @throws XPathError for an XPath that exceeds a limit
 */
export function replace(document: XmlElement, request: ReplaceRequest): XmlElement {
  const input = inputForSection(request.input, request.xpath ?? request.section);
  if (request.xpath !== undefined)
    return replaceMatches(document, request.xpath, input, request.multiple === true);
  const { section } = request;
  if (input === undefined)
    throw new OperationError("EINVAL", { reason: `the input has no section ${section}` });
  if (input.name === "cib") return replaceAll(document, input);
  const root = input.name === section ? [] : placeOfSection(document, section);
  if (root === undefined) throw new OperationError("EINVAL", { reason: `there is no section ${section}` });
  const { id } = input.attributes;
  const place = findBelow(
    document,
    root,
    ({ name, attributes }) => name === input.name && (id === undefined || attributes.id === id),
  );
  if (place !== undefined) return changeAt(document, place, () => ({ ...input }));
  throw new OperationError("ENXIO", { reason: `there is no such <${input.name}>` });
}

/** Whether a request replaces the document as a whole. */
export function replacesAll({ input, section, xpath }: ReplaceRequest): boolean {
  return xpath === undefined && inputForSection(input, section)?.name === "cib";
}

/** Whether a request replaces the whole configuration, or the document as a whole. */
export function replacesConfiguration({ input, section, xpath }: ReplaceRequest): boolean {
  if (xpath !== undefined) return false;
  const name = inputForSection(input, section)?.name;
  return name === "cib" || name === "configuration";
}

/** Equal versions are accepted; a counter that is missing is lower than any other. */
function replaceAll(document: XmlElement, input: XmlElement | undefined): XmlElement {
  if (input === undefined || compareCibVersions(readVersion(input, -1), readVersion(document, -1)) < 0) {
    throw new OperationError("pcmk_rc_old_data", { reason: "raise the counters of the input's <cib>" });
  }
  return input;
}

function replaceMatches(
  document: XmlElement,
  xpath: string,
  input: XmlElement | undefined,
  multiple: boolean,
): XmlElement {
  const matches = matchesOf(document, xpath);
  if (matches.length === 0) throw new OperationError("ENXIO", { reason: `${xpath} selects nothing` });
  // From the last one on, so that the places of the others stay what they are.
  const chosen = multiple ? [...matches].reverse() : matches.slice(0, 1);
  return chosen.reduce((changed, match) => {
    if (match.kind === "document")
      throw new OperationError("EINVAL", { reason: "only elements can be replaced" });
    if (match.parent.kind === "document") return replaceAll(changed, input);
    const parent = pathTo(match.parent);
    const removed = removeMatch(changed, match);
    return input === undefined
      ? removed
      : withChildrenAt(removed, parent, (children) => [...children, input]);
  }, document);
}
