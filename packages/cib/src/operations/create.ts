import { OperationError, type OperationErrorCode } from "../errors/operation.js";
import { createAttributes } from "../xml/attributes.js";
import { element, type XmlElement, type XmlNode } from "../xml/tree.js";
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
    return modify(document, { operation: "modify", input, scoreUpdates: false });
  }
  const objects: readonly XmlNode[] = input.name === section ? input.children : [input];
  return objects.reduce((changed: XmlElement, object) => append(changed, section, object), document);
}

function append(document: XmlElement, section: string, object: XmlNode): XmlElement {
  const place = placeOfSection(document, section);
  const parent = place === undefined ? undefined : elementAt(document, place);
  if (place === undefined || parent === undefined) {
    throw failure("EINVAL", object, `the document has no section ${section}`);
  }
  if (parent.children.some((child) => isConflict(child, object))) {
    throw failure("EEXIST", object, `there is one in ${section} already`);
  }
  return withChildrenAt(document, place, (children) => [...children, withoutReplace(object)]);
}

/** Comments may be there any number of times. */
function isConflict(child: XmlNode, object: XmlNode): boolean {
  if (child.kind !== "element" || object.kind !== "element" || child.name !== object.name) return false;
  const { id } = object.attributes;
  return id === undefined || child.attributes.id === id;
}

/** An attribute `replace` is an order to older versions and no part of an object. */
function withoutReplace(object: XmlNode): XmlNode {
  if (object.kind !== "element") return object;
  const attributes = createAttributes();
  for (const name of Object.keys(object.attributes)) {
    if (name !== "replace") attributes[name] = object.attributes[name] ?? "";
  }
  return element(object.name, attributes, object.children.map(withoutReplace));
}

function failure(code: OperationErrorCode, object: XmlNode, reason: string): OperationError {
  const { name, id } =
    object.kind === "element"
      ? { name: object.name, id: object.attributes.id }
      : { name: object.kind, id: undefined };
  const attributes = createAttributes();
  if (id !== undefined) attributes.id = id;
  attributes["object-type"] = name;
  attributes.operation = "cib_create";
  attributes.reason = new OperationError(code).text;
  const answer = element("failed", undefined, [element("failed_update", attributes, [object])]);
  return new OperationError(code, { reason, answer });
}
