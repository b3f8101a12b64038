import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RuleContext } from "../rules/context.js";
import { parseXml } from "../xml/parse.js";
import { ElementIndex } from "../xml/tree.js";
import { applyBlocks } from "./apply.js";
import { type BlockName, compileBlocks } from "./compile.js";
import type { BlockProblem } from "./problem.js";

const NOW: RuleContext = { now: { year: 2005, dayOfYear: 20, secondOfDay: 0, offset: 0 } };

function read(
  parent: string,
  name: BlockName = "instance_attributes",
  into: Map<string, string> = new Map(),
): Record<string, string> {
  const element = parseXml(parent);
  const index = new ElementIndex(element);
  applyBlocks(compileBlocks(element, name, { find: (kind, id) => index.find(kind, id) }), NOW, into);
  return Object.fromEntries(into);
}

describe("blocks of pairs", () => {
  it("have precedence by score, and the last in the document among equals", () => {
    const parent = `<primitive id="r">
      <instance_attributes id="a" score="10"><nvpair id="a1" name="p" value="1"/></instance_attributes>
      <instance_attributes id="b" score="5"><nvpair id="b1" name="p" value="2"/><nvpair id="b2" name="q" value="2"/></instance_attributes>
      <instance_attributes id="c" score="5"><nvpair id="c1" name="q" value="3"/></instance_attributes>
      <instance_attributes id="d" score="high"><nvpair id="d1" name="q" value="4"/></instance_attributes>
    </primitive>`;
    expect(read(parent)).toEqual({ p: "1", q: "3" });
  });

  it("of options put cib-bootstrap-options before all scores", () => {
    const parent = `<crm_config>
      <cluster_property_set id="a" score="INFINITY"><nvpair id="a1" name="p" value="1"/></cluster_property_set>
      <cluster_property_set id="cib-bootstrap-options" score="-5"><nvpair id="b1" name="p" value="2"/></cluster_property_set>
    </crm_config>`;
    expect(read(parent, "cluster_property_set")).toEqual({ p: "2" });
  });

  it("keep what the table has, and the first of equal names in a block", () => {
    const parent = `<op><meta_attributes id="m"><nvpair id="m1" name="a" value="1"/><nvpair id="m2" name="b" value="2"/>
      <nvpair id="m3" name="b" value="3"/></meta_attributes></op>`;
    expect(read(parent, "meta_attributes", new Map([["a", "0"]]))).toEqual({ a: "0", b: "2" });
  });

  it("take a value back with #default, so that a later block may set it again", () => {
    const block = (score: number, value: string) =>
      `<cluster_property_set id="s${score}" score="${score}"><nvpair id="n${score}" name="delay" value="${value}"/></cluster_property_set>`;
    const options = (...blocks: string[]) => `<crm_config>${blocks.join("")}</crm_config>`;
    expect(
      read(options(block(10, "11s"), block(5, "#default"), block(1, "33s")), "cluster_property_set"),
    ).toEqual({
      delay: "33s",
    });
    expect(read(options(block(10, "11s"), block(5, "#Default")), "cluster_property_set")).toEqual({});
  });

  it("count only if their first rule holds", () => {
    const rule = (id: string, end: string) =>
      `<rule id="${id}"><date_expression id="${id}e" operation="lt" end="${end}"/></rule>`;
    const parent = `<op>
      <meta_attributes id="a">${rule("r1", "2010-01-01")}${rule("r2", "1999-01-01")}<nvpair id="a1" name="a" value="1"/></meta_attributes>
      <meta_attributes id="b">${rule("r3", "1999-01-01")}<nvpair id="b1" name="b" value="1"/></meta_attributes>
    </op>`;
    expect(read(parent, "meta_attributes")).toEqual({ a: "1" });
  });

  it("and pairs may be given by reference; what cannot be found is left out", () => {
    const parent = `<primitive id="r">
      <instance_attributes id="a"><nvpair id="a1" name="x" value="1"/><nvpair id="a2" name="y"/></instance_attributes>
      <op><instance_attributes id-ref="a"/><instance_attributes id-ref="nowhere"/>
        <instance_attributes id="b"><nvpair id-ref="a1" name="z"/><nvpair id-ref="nowhere"/></instance_attributes></op>
    </primitive>`;
    const root = parseXml(parent);
    const index = new ElementIndex(root);
    const operation = root.children.find((child) => child.kind === "element" && child.name === "op");
    if (operation?.kind !== "element") throw new Error("no op");
    const problems: BlockProblem[] = [];
    const compiled = compileBlocks(operation, "instance_attributes", {
      find: (name, id) => index.find(name, id),
      warn: (problem) => problems.push(problem),
    });
    const values = new Map<string, string>();
    applyBlocks(compiled, NOW, values);
    expect(Object.fromEntries(values)).toEqual({ x: "1" });
    expect(problems.map(({ code, element }) => `${code} ${element}`)).toEqual([
      "unknown-reference instance_attributes",
      "unknown-reference nvpair",
    ]);
  });

  it("replace what the table has where that is wanted", () => {
    const element = parseXml(
      '<node><instance_attributes id="a"><nvpair id="a1" name="x" value="1"/><nvpair id="a2" name="y" value="#default"/></instance_attributes></node>',
    );
    const values = new Map([
      ["x", "0"],
      ["y", "0"],
    ]);
    const compiled = compileBlocks(element, "instance_attributes", { find: () => undefined });
    applyBlocks(compiled, NOW, values, { overwrite: true });
    expect(Object.fromEntries(values)).toEqual({ x: "1", y: "0" });
  });

  it("give each name the value of the first block in precedence that has it", () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(9)), {
      selector: ([name]) => name,
    });
    const blocks = fc.array(fc.record({ score: fc.integer({ min: -2, max: 2 }), pairs }));
    fc.assert(
      fc.property(blocks, (list) => {
        const text = list.map(
          ({ score, pairs: each }, at) =>
            `<utilization id="u${at}" score="${score}">${each
              .map(([name, value], index) => `<nvpair id="n${at}-${index}" name="${name}" value="${value}"/>`)
              .join("")}</utilization>`,
        );
        const expected: Record<string, string> = {};
        for (const name of ["a", "b", "c"]) {
          let best: { score: number; value: string } | undefined;
          for (const { score, pairs: each } of list) {
            const value = each.find(([other]) => other === name)?.[1];
            if (value !== undefined && (best === undefined || score >= best.score))
              best = { score, value: `${value}` };
          }
          if (best !== undefined) expected[name] = best.value;
        }
        expect(read(`<node>${text.join("")}</node>`, "utilization")).toEqual(expected);
      }),
    );
  });
});
