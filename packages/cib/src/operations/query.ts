import { OperationError } from "../errors/operation.js";
import { createAttributes } from "../xml/attributes.js";
import { element, type XmlElement, type XmlNode } from "../xml/tree.js";
import type { XPathNode } from "../xpath/node.js";
import { elementAt } from "./place.js";
import type { Query } from "./request.js";
import { placeOfSection } from "./section.js";
import { matchesOf } from "./xpath.js";

/**
 * Answers a query with one element: the section, or the one element that an XPath selects, or else an `xpath-query` with all
 * that it selects. Attributes that are selected become attributes of the `xpath-query`, where a later one replaces an
 * earlier one of the same name.
 *
 * @throws OperationError `ENXIO` if there is no such section, or nothing is selected
 * @throws XPathError for an expression that exceeds a limit
 */
export function query(document: XmlElement, { section, xpath, noChildren = false }: Query): XmlElement {
  const found = xpath === undefined ? findSection(document, section) : selected(document, xpath, noChildren);
  return noChildren
    ? element(found.name, found.attributes, xpath === undefined ? [] : found.children)
    : found;
}

function findSection(document: XmlElement, section: string | undefined): XmlElement {
  const place = placeOfSection(document, section);
  const found = place === undefined ? undefined : elementAt(document, place);
  if (found !== undefined) return found;
  throw new OperationError("ENXIO", { reason: `the document has no section ${section ?? "cib"}` });
}

function selected(document: XmlElement, xpath: string, noChildren: boolean): XmlElement {
  const matches = matchesOf(document, xpath);
  const [first] = matches;
  if (first === undefined) throw new OperationError("ENXIO", { reason: `${xpath} selects nothing` });
  const bare = (found: XmlElement): XmlElement =>
    noChildren ? element(found.name, found.attributes) : found;
  if (matches.length === 1 && first.kind === "element") return bare(first.element);
  const attributes = createAttributes();
  const children: XmlNode[] = [];
  for (const match of matches) {
    if (match.kind === "attribute") {
      // A later one takes the last place too.
      delete attributes[match.name];
      attributes[match.name] = match.value;
    } else if (match.kind === "element") children.push(bare(match.element));
    else if (match.kind !== "document") children.push(match.node);
  }
  return element("xpath-query", attributes, children);
}

/**
 * Where the elements are that an XPath selects, one path for each match; an attribute's or a comment's is its element's. Ids
 * tell siblings apart: `/cib/configuration/resources/primitive[@id='web']`.
 *
 * @throws OperationError `ENXIO` if nothing is selected
 * @throws XPathError for an expression that exceeds a limit
 */
export function queryPaths(document: XmlElement, xpath: string): readonly string[] {
  const matches = matchesOf(document, xpath);
  if (matches.length === 0) throw new OperationError("ENXIO", { reason: `${xpath} selects nothing` });
  return matches.map(pathOf);
}

function pathOf(node: XPathNode): string {
  let path = "";
  const start = node.kind === "document" ? node.children[0] : node;
  for (let at: XPathNode | undefined = start; at !== undefined; at = at.parent) {
    if (at.kind !== "element") continue;
    const { name, attributes } = at.element;
    path = `/${name}${attributes.id === undefined ? "" : `[@id='${attributes.id}']`}${path}`;
  }
  return path;
}
