import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EditError } from "../errors/edit.js";
import { parseXml } from "../xml/parse.js";
import { descendants, element, type XmlElement } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import { findElement, insertChild, removeElement, replaceElement, setAttribute } from "./change.js";
import type { DraftElement } from "./draft.js";
import { applyPatches, type Edit, edit } from "./edit.js";

const document = parseXml(`<cib>
  <configuration>
    <primitive id="web" class="ocf" type="apache"><op id="mon" interval="10s"/></primitive>
    <primitive id="db" class="ocf" type="pgsql"/>
  </configuration>
  <status><lrm_resource id="web" type="apache"><lrm_rsc_op id="web_last"/></lrm_resource></status>
</cib>`);

/** What an edit makes of the document, as one line. */
function after(recipe: (draft: DraftElement) => void): string {
  return formatXml(edit(document, recipe).document, { indent: false });
}

describe("an edit", () => {
  test("leaves the document as it is and shares what has not changed", () => {
    const before = formatXml(document);
    const changed = edit(document, (draft) => setAttribute(draft, "mon", "interval", "20s")).document;
    expect(formatXml(document)).toBe(before);
    expect(formatXml(changed)).toBe(before.replace("10s", "20s"));
    expect(changed.children[1]).toBe(document.children[1]);
  });

  test("that changes nothing gives the same document and no patches", () => {
    const unchanged: Edit = edit(document, (draft) => {
      findElement(draft, "web_last");
    });
    expect(unchanged.document).toBe(document);
    expect(unchanged.patches).toEqual([]);
  });

  test("is described by its patches", () => {
    expect(edit(document, (draft) => setAttribute(draft, "db", "type", "mysql")).patches).toEqual([
      {
        op: "replace",
        path: ["children", 0, "children", 1, "attributes"],
        value: { id: "db", class: "ocf", type: "mysql" },
      },
    ]);
  });
});

describe("an element", () => {
  test("is found by its id, the first in the document", () => {
    expect(after((draft) => setAttribute(draft, "web", "type", "nginx"))).toContain(
      '<primitive id="web" class="ocf" type="nginx">',
    );
  });

  test("is found by name and id where others have the same id", () => {
    const target = { name: "lrm_resource", id: "web" };
    expect(after((draft) => setAttribute(draft, target, "type", "nginx"))).toContain(
      '<lrm_resource id="web" type="nginx">',
    );
  });

  test("is found after the recipe has inserted, moved or renamed it", () => {
    const text = after((draft) => {
      insertChild(draft, "web", element("op", { id: "new" }), 0);
      setAttribute(draft, "mon", "id", "renamed");
      setAttribute(draft, "renamed", "interval", "1s");
      setAttribute(draft, "new", "interval", "2s");
      const configuration = draft.children[0];
      if (configuration?.kind === "element") configuration.children.reverse();
      setAttribute(draft, "web", "type", "last");
    });
    expect(text).toContain(
      '<primitive id="db" class="ocf" type="pgsql"/><primitive id="web" class="ocf" type="last"><op id="new" interval="2s"/><op id="renamed" interval="1s"/>',
    );
  });

  test("that was inserted may be changed without changing what it was made of", () => {
    const operation = element("op", { id: "new" }, [element("meta_attributes", { id: "inner" })]);
    const text = after((draft) => {
      insertChild(draft, "db", operation);
      setAttribute(draft, "inner", "score", "1");
      insertChild(draft, "new", { kind: "comment", text: "c" });
    });
    expect(text).toContain('<op id="new"><meta_attributes id="inner" score="1"/><!--c--></op>');
    expect(formatXml(operation, { indent: false })).toBe('<op id="new"><meta_attributes id="inner"/></op>');
  });

  test("can be removed or replaced with all that is in it, unless it is the root", () => {
    expect(after((draft) => removeElement(draft, "web"))).toContain('<configuration><primitive id="db"');
    expect(after((draft) => replaceElement(draft, "web", element("x")))).toContain("<configuration><x/>");
    const withId = element("cib", { id: "root" });
    expect(() => edit(withId, (draft) => removeElement(draft, "root"))).toThrow(
      expect.objectContaining({ code: "root" }),
    );
  });

  test("that is not there gives an EditError, also after its removal", () => {
    const target = { name: "op", id: "web" };
    expect(() => after((draft) => setAttribute(draft, target, "a", "b"))).toThrow(
      new EditError("not-found", 'the document has no element <op> with the id "web"'),
    );
    expect(() =>
      after((draft) => {
        removeElement(draft, "mon");
        setAttribute(draft, "mon", "a", "b");
      }),
    ).toThrow(EditError);
  });
});

describe("an attribute", () => {
  test("keeps its place when it changes, comes last when it is new, and goes when it is undefined", () => {
    expect(after((draft) => setAttribute(draft, "db", "class", "lsb"))).toContain(
      '<primitive id="db" class="lsb" type="pgsql"/>',
    );
    expect(after((draft) => setAttribute(draft, "db", "__proto__", "x"))).toContain(
      '<primitive id="db" class="ocf" type="pgsql" __proto__="x"/>',
    );
    expect(after((draft) => setAttribute(draft, "db", "class", undefined))).toContain(
      '<primitive id="db" type="pgsql"/>',
    );
  });
});

describe("patches", () => {
  const id = fc.constantFrom("1", "2", "3", "4", "5", "6", "7");
  const leafless = fc.constantFrom(element("new", { id: "6" }, [element("inner", { id: "7" })]));
  const step: fc.Arbitrary<(draft: DraftElement) => void> = fc.oneof(
    fc
      .tuple(id, fc.constantFrom("a", "b", "c"), fc.option(fc.string({ maxLength: 1 }), { nil: undefined }))
      .map(
        ([target, name, value]) =>
          (draft: DraftElement) =>
            setAttribute(draft, target, name, value),
      ),
    fc.tuple(id, leafless, fc.nat(3)).map(
      ([target, child, index]) =>
        (draft: DraftElement) =>
          insertChild(draft, target, child, index),
    ),
    id.map((target) => (draft: DraftElement) => removeElement(draft, target)),
    fc.tuple(id, leafless).map(
      ([target, child]) =>
        (draft: DraftElement) =>
          replaceElement(draft, target, child),
    ),
    fc.tuple(id, fc.nat(3), fc.nat(3)).map(([target, from, to]) => (draft: DraftElement) => {
      const parent = findElement(draft, target);
      const [moved] = parent?.children.splice(from, 1) ?? [];
      if (moved !== undefined) parent?.children.splice(to, 0, moved);
    }),
  );
  const base = parseXml(
    '<r id="1" a="x" b="y" c="z"><s id="2" b="q" a="p"><t id="3"/>text<!--c--></s><s id="4"/><s id="5" c=""/></r>',
  );

  test("make the new document of the old one, and their inverse the old of the new, to the last character", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const {
          document: changed,
          patches,
          inverse,
        } = edit(base, (draft) => {
          for (const change of steps) ignoreMissing(() => change(draft));
        });
        expect(text(applyPatches(base, patches))).toBe(text(changed));
        expect(text(applyPatches(changed, inverse))).toBe(text(base));
      }),
      { numRuns: 2000 },
    );
  });

  test("survive being written as JSON", () => {
    const {
      document: changed,
      patches,
      inverse,
    } = edit(base, (draft) => {
      setAttribute(draft, "2", "b", undefined);
      insertChild(draft, "4", element("u", { x: "1" }));
    });
    expect(text(applyPatches(base, JSON.parse(JSON.stringify(patches))))).toBe(text(changed));
    expect(text(applyPatches(changed, JSON.parse(JSON.stringify(inverse))))).toBe(text(base));
  });
});

test("documents that are too deep for patches are refused, not a cause of exhausted stacks", () => {
  const deep = parseXml(`${"<a>".repeat(5000)}<b id="1"/>${"</a>".repeat(5000)}`, { depth: 6000 });
  const tooDeep = expect.objectContaining({ code: "too-deep" });
  expect(() => edit(deep, (draft) => setAttribute(draft, "1", "c", ""))).toThrow(tooDeep);
  expect(() => edit(document, (draft) => insertChild(draft, "db", deep))).toThrow(tooDeep);
});

function ignoreMissing(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof EditError)) throw error;
  }
}

function text(root: XmlElement): string {
  return formatXml(root, { indent: false });
}

test("many edits of a large document take time for what they change, not for the whole document each", () => {
  const resources = Array.from({ length: 2000 }, (_, index) =>
    element("primitive", { id: `r${index}` }, [element("op", { id: `o${index}` })]),
  );
  const large = element("cib", {}, [element("resources", {}, resources)]);
  const start = performance.now();
  const { document: changed } = edit(large, (draft) => {
    for (let index = 0; index < 200; index++) setAttribute(draft, `o${index * 10}`, "interval", "1s");
  });
  expect(performance.now() - start).toBeLessThan(2000);
  expect([...descendants(changed)].filter(({ attributes }) => attributes.interval === "1s")).toHaveLength(
    200,
  );
});
