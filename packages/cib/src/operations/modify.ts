import { OperationError } from "../errors/operation.js";
import type { XmlElement } from "../xml/tree.js";
import { pathTo, type XPathNode } from "../xpath/node.js";
import { merge } from "./merge.js";
import { changeAt, elementAt, findBelow, type Place, withChildrenAt } from "./place.js";
import type { ChangeRequest } from "./request.js";
import { inputForSection, placeOfSection, withSection } from "./section.js";
import { matchesOf } from "./xpath.js";

export type ModifyRequest = Extract<ChangeRequest, { operation: "modify" }>;

/**
 * Merges the input with the first element of its name and id within the section, or within what an XPath selects.
 *
 * @throws OperationError `ENXIO` if there is none, unless it may be created; `EINVAL` if there is no such section
 * @throws XPathError for an XPath that exceeds a limit
 */
export function modify(document: XmlElement, request: ModifyRequest): XmlElement {
  const input = inputForSection(request.input, request.xpath ?? request.section);
  if (request.xpath !== undefined) return modifyMatches(document, request.xpath, input, request);
  if (input === undefined) {
    throw new OperationError("EINVAL", { reason: `the input has no section ${request.section}` });
  }
  const prepared = withSection(document, request.section);
  const section = placeOfSection(prepared, request.section);
  if (section === undefined) {
    throw new OperationError("EINVAL", { reason: `there is no section ${request.section}` });
  }
  const changed = mergeWithin(prepared, section, input, request);
  if (changed !== undefined) return changed;
  if (request.canCreate === true)
    return withChildrenAt(prepared, section, (children) => [...children, input]);
  throw notFound(input);
}

/** One match without anything like the input makes the whole request fail, even if a later one has it. */
function modifyMatches(
  document: XmlElement,
  xpath: string,
  input: XmlElement | undefined,
  request: ModifyRequest,
): XmlElement {
  const matches = matchesOf(document, xpath);
  if (matches.length === 0 || input === undefined) throw notFound(input);
  let changed = document;
  let failed = false;
  for (const match of matches) {
    const place = placeOfMatch(match);
    const next = place === undefined ? undefined : mergeWithin(changed, place, input, request);
    if (next === undefined) failed = true;
    else {
      changed = next;
      if (request.multiple !== true) break;
    }
  }
  if (failed) throw notFound(input);
  return changed;
}

function placeOfMatch(match: XPathNode): Place | undefined {
  if (match.kind === "document") return [];
  return match.kind === "element" ? pathTo(match) : undefined;
}

function mergeWithin(
  document: XmlElement,
  place: Place,
  input: XmlElement,
  { scoreUpdates = true }: ModifyRequest,
): XmlElement | undefined {
  const isMeant = ({ name, attributes }: XmlElement): boolean =>
    name === input.name && attributes.id === input.attributes.id;
  const start = elementAt(document, place);
  const target = start !== undefined && isMeant(start) ? place : findBelow(document, place, isMeant);
  if (target === undefined) return undefined;
  return changeAt(document, target, (found) => merge(found, input, { scoreUpdates }));
}

function notFound(input: XmlElement | undefined): OperationError {
  if (input === undefined) return new OperationError("ENXIO");
  const { id } = input.attributes;
  const what = `<${input.name}>${id === undefined ? " without an id" : ` with the id "${id}"`}`;
  return new OperationError("ENXIO", { reason: `there is no ${what}` });
}
