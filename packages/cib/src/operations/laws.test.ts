import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OperationError } from "../errors/operation.js";
import { applyPatchset } from "../patchset/apply.js";
import { parseXml } from "../xml/parse.js";
import { element, type XmlElement } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import { change, commit } from "./change.js";
import type { ChangeRequest } from "./request.js";

const DOCUMENT =
  parseXml(`<cib validate-with="pacemaker-4.0" admin_epoch="1" epoch="5" num_updates="7"><configuration>
  <crm_config/><nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
  <resources><primitive id="a" class="lsb" type="x"/><primitive id="b" class="lsb" type="x"/></resources>
  <constraints><rsc_location id="l" rsc="a" node="n1" score="100"/></constraints></configuration>
  <status><node_state id="1" uname="n1"/></status></cib>`);

const object: fc.Arbitrary<XmlElement> = fc
  .record({
    name: fc.constantFrom("primitive", "node", "rsc_location", "node_state", "cib", "resources", "status"),
    id: fc.option(fc.constantFrom("a", "b", "l", "1", "2", "new"), { nil: undefined }),
    more: fc.dictionary(
      fc.constantFrom("description", "class", "type", "score", "epoch", "uname"),
      fc.constantFrom("x", "lsb", "score++", "9", "0", ""),
      { maxKeys: 3 },
    ),
  })
  .map(({ name, id, more }) => element(name, id === undefined ? more : { id, ...more }));
const input = fc
  .tuple(object, fc.array(object, { maxLength: 2 }))
  .map(([outer, inner]) => element(outer.name, outer.attributes, inner));
const section = fc.option(
  fc.constantFrom("resources", "nodes", "constraints", "status", "acls", "cib", "bogus"),
  {
    nil: undefined,
  },
);
const xpath = fc.constantFrom("//primitive", "//node", "//@id", "//status", "/cib", "/", "//[", "nodes");

function about(): fc.Arbitrary<{ section?: string; xpath?: string }> {
  return fc.oneof(
    section.map((name) => (name === undefined ? {} : { section: name })),
    xpath.map((text) => ({ xpath: text })),
  );
}

const request: fc.Arbitrary<ChangeRequest> = fc.oneof(
  fc
    .tuple(about(), input)
    .map(([scope, made]): ChangeRequest => ({ operation: "create", input: made, ...scope })),
  fc.tuple(about(), input, fc.boolean(), fc.boolean()).map(
    ([scope, made, canCreate, multiple]): ChangeRequest => ({
      operation: "modify",
      input: made,
      canCreate,
      multiple,
      ...scope,
    }),
  ),
  fc
    .tuple(about(), input, fc.boolean())
    .map(
      ([scope, made, multiple]): ChangeRequest => ({ operation: "replace", input: made, multiple, ...scope }),
    ),
  fc
    .tuple(about(), input, fc.boolean())
    .map(
      ([scope, made, multiple]): ChangeRequest => ({ operation: "delete", input: made, multiple, ...scope }),
    ),
  fc.constantFrom<ChangeRequest>({ operation: "bump" }, { operation: "erase" }, { operation: "upgrade" }),
);

/** The document after a request, or the document itself if the request is refused. */
function accepted(document: XmlElement, wanted: ChangeRequest): XmlElement {
  try {
    return change(document, wanted).document;
  } catch (error) {
    if (error instanceof OperationError) return document;
    throw error;
  }
}

const runs = { numRuns: 1500 };

describe("whatever is asked for", () => {
  it("the old document stays as it was, and a refusal is typed", () => {
    const text = formatXml(DOCUMENT);
    fc.assert(
      fc.property(fc.array(request, { maxLength: 4 }), (requests) => {
        requests.reduce(accepted, DOCUMENT);
        expect(formatXml(DOCUMENT)).toBe(text);
      }),
      runs,
    );
  });

  it("the patchset makes the new document of the old one", () => {
    fc.assert(
      fc.property(request, (wanted) => {
        try {
          const { patchset, document } = change(DOCUMENT, wanted);
          if (patchset === null || hasTwins(document)) return;
          const made = applyPatchset(DOCUMENT, patchset, { checkVersions: false });
          expect(formatXml(made)).toBe(formatXml(document));
        } catch (error) {
          if (!(error instanceof OperationError)) throw error;
        }
      }),
      runs,
    );
  });

  it("a change changes the version, and nothing else does", () => {
    fc.assert(
      fc.property(request, (wanted) => {
        const document = accepted(DOCUMENT, wanted);
        if (document === DOCUMENT) return;
        const counters = ({ attributes }: XmlElement): unknown[] => [
          attributes.admin_epoch,
          attributes.epoch,
          attributes.num_updates,
        ];
        expect(counters(document)).not.toEqual(counters(DOCUMENT));
      }),
      runs,
    );
  });

  it("a transaction does all of it or nothing", () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 4 }), (requests) => {
        try {
          const { document } = commit(DOCUMENT, requests);
          const children = requests.reduce(
            (current, wanted) => change(current, wanted).document,
            DOCUMENT,
          ).children;
          expect(document.children).toEqual(children);
        } catch (error) {
          if (!(error instanceof OperationError)) throw error;
        }
      }),
      runs,
    );
  });
});

/** Whether siblings share their name and id, so that paths cannot tell them apart. */
function hasTwins(parent: XmlElement): boolean {
  const seen = new Set<string>();
  return parent.children.some((child) => {
    if (child.kind !== "element") return false;
    const key = `${child.name} ${child.attributes.id ?? ""}`;
    if (seen.has(key)) return true;
    seen.add(key);
    return hasTwins(child);
  });
}
