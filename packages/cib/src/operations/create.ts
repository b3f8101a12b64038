import { OperationError, type OperationErrorCode } from "../errors/operation.js";
import { createAttributes } from "../xml/attributes.js";
import { element, type XmlElement } from "../xml/tree.js";
import { modify } from "./modify.js";
import { elementAt, withChildrenAt } from "./place.js";
import type { ChangeRequest } from "./request.js";
import { inputForSection, placeOfSection } from "./section.js";

type CreateRequest = Extract<ChangeRequest, { operation: "create" }>;

/**
 * Appends objects to a section: the input's children if the input is the section itself, else the input. Without a
 * section it is a merge.
 *
 * @throws OperationError `EEXIST` for an object that is there already, `EINVAL` if there is no such section
 */
export function create(document: XmlElement, request: CreateRequest): XmlElement {
  const section = request.xpath ?? request.section;
  const input = inputForSection(request.input, section);
  if (input === undefined)
    throw new OperationError("EINVAL", { reason: `the input has no section ${section}` });
  if (section === undefined || section === "cib" || section === "all") {
    return modify(document, { operation: "modify", input });
  }
  const objects =
    input.name === section ? input.children.filter((child) => child.kind === "element") : [input];
  return objects.reduce((changed, object) => append(changed, section, object), document);
}

function append(document: XmlElement, section: string, object: XmlElement): XmlElement {
  const place = placeOfSection(document, section);
  const parent = place === undefined ? undefined : elementAt(document, place);
  if (place === undefined || parent === undefined) {
    throw failure("EINVAL", object, `the document has no section ${section}`);
  }
  const { id } = object.attributes;
  const conflicts = parent.children.some(
    (child) =>
      child.kind === "element" &&
      child.name === object.name &&
      (id === undefined || child.attributes.id === id),
  );
  if (conflicts) throw failure("EEXIST", object, `${section} has this <${object.name}> already`);
  return withChildrenAt(document, place, (children) => [...children, withoutReplace(object)]);
}

/** An attribute `replace` is an order to older versions and no part of an object. */
function withoutReplace(object: XmlElement): XmlElement {
  const attributes = createAttributes();
  for (const name of Object.keys(object.attributes)) {
    if (name !== "replace") attributes[name] = object.attributes[name] ?? "";
  }
  const children = object.children.map((child) => (child.kind === "element" ? withoutReplace(child) : child));
  return element(object.name, attributes, children);
}

function failure(code: OperationErrorCode, object: XmlElement, reason: string): OperationError {
  const { id } = object.attributes;
  const attributes = createAttributes();
  if (id !== undefined) attributes.id = id;
  attributes["object-type"] = object.name;
  attributes.operation = "cib_create";
  attributes.reason = new OperationError(code).text;
  const answer = element("failed", undefined, [element("failed_update", attributes, [object])]);
  return new OperationError(code, { reason, answer });
}
