import { expect, test } from "vitest";
import { FULL } from "../../../test-support/full-cib.js";
import { validateCib } from "../../upgrade/schema/problems.js";
import { parseXml } from "../../xml/parse.js";
import { elementsNamed, firstElement } from "../../xml/tree.js";
import { readCib } from "../cib.js";
import { writeCib } from "./cib.js";

test("a view that is written and read again is the same view", () => {
  const view = readCib(parseXml(FULL));
  expect(readCib(writeCib(view))).toEqual(view);
});

test("what is written satisfies the schema, and has all elements and ids", () => {
  const document = writeCib(readCib(parseXml(FULL)));
  expect(validateCib(document, "4.0")).toEqual([]);
  const written = new Set(JSON.stringify(document).match(/"id":"[^"]*"/g));
  // The names of attributes that alerts select have ids that mean nothing.
  const ids = FULL.matchAll(/<(\w+) (?:kind="\w*" )?id="([^"]*)"/g);
  for (const [, name, id] of ids) if (name !== "attribute") expect(written).toContain(`"id":"${id}"`);
});

test("the quorum and the panic are digits, for Pacemaker reads them as numbers", () => {
  const text = FULL.replace('have-quorum="true"', 'have-quorum="true" no-quorum-panic="false"');
  const { attributes } = writeCib(readCib(parseXml(text)));
  expect(attributes).toMatchObject({ "have-quorum": "1", "no-quorum-panic": "0" });
});

test("sections that every document has are there, others only if there is something in them", () => {
  const empty = parseXml(`<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="0" num_updates="0">
    <configuration><crm_config/><nodes/><resources/><constraints/><tags/></configuration></cib>`);
  const configuration = firstElement(writeCib(readCib(empty)), "configuration");
  const names = configuration?.children.map((child) => (child.kind === "element" ? child.name : child.kind));
  expect(names).toEqual(["crm_config", "nodes", "resources", "constraints"]);
  expect(configuration && [...elementsNamed(configuration, "tags")]).toEqual([]);
});
