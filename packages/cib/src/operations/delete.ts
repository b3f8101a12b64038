import { OperationError } from "../errors/operation.js";
import { equalIgnoringCase } from "../values/characters.js";
import type { XmlElement } from "../xml/tree.js";
import { findBelow, withoutElement } from "./place.js";
import { removeMatch } from "./remove-match.js";
import type { ChangeRequest } from "./request.js";
import { inputForSection, placeOfSection } from "./section.js";
import { matchesOf } from "./xpath.js";

type DeleteRequest = Extract<ChangeRequest, { operation: "delete" }>;

/**
 * Removes the first element of the section that has the input's name and all its attributes, ignoring case; or one for each
 * child of the input, if the input is the section itself. With an XPath, removes the first of what it selects, or all.
 * What is not there needs no removal.
 *
 * @throws OperationError `EINVAL` without input and XPath, for an input without the section, and for the root element
 * @throws XPathError for an XPath that exceeds a limit
 */
export function remove(document: XmlElement, request: DeleteRequest): XmlElement {
  if (request.xpath !== undefined) {
    const matches = matchesOf(document, request.xpath);
    // From the last one on, so that the places of the others stay what they are.
    const chosen = request.multiple === true ? [...matches].reverse() : matches.slice(0, 1);
    return chosen.reduce(removeMatch, document);
  }
  const { section } = request;
  const input = request.input === undefined ? undefined : inputForSection(request.input, section);
  if (input === undefined) {
    throw new OperationError("EINVAL", { reason: "say what to delete by an input or an XPath" });
  }
  const objects =
    input.name === section ? input.children.filter((child) => child.kind === "element") : [input];
  return objects.reduce((changed, object) => removeFirst(changed, section, object), document);
}

function removeFirst(document: XmlElement, section: string | undefined, object: XmlElement): XmlElement {
  const root = placeOfSection(document, section);
  if (root === undefined) return document;
  const wanted = Object.entries(object.attributes);
  const place = findBelow(document, root, ({ name, attributes }) => {
    if (name !== object.name) return false;
    return wanted.every(([attribute, value]) => {
      const found = attributes[attribute];
      return found !== undefined && equalIgnoringCase(found, value);
    });
  });
  return place === undefined ? document : withoutElement(document, place);
}
