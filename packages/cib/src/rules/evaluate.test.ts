import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromEpoch, toEpoch } from "../values/date-time.js";
import { parseXml } from "../xml/parse.js";
import type { XmlElement } from "../xml/tree.js";
import { compileRule, UTC_CLOCK } from "./compile.js";
import type { RuleContext } from "./context.js";
import { evaluateRule } from "./evaluate.js";
import type { RuleProblem } from "./problem.js";

/** 2005-01-20 10:30:45 UTC, a Thursday in week 3. */
const NOW = { year: 2005, dayOfYear: 20, secondOfDay: 37_845, offset: 0 };

function holds(rule: string, context: Partial<RuleContext> = {}): boolean {
  return evaluateRule(
    compileRule(parseXml(rule), () => undefined),
    { now: NOW, ...context },
  );
}

function wrap(conditions: string, operator = "and"): string {
  return `<rule id="r" boolean-op="${operator}">${conditions}</rule>`;
}

const TRUE = '<date_expression id="t" operation="gt" start="1999-01-01"/>';
const FALSE = '<date_expression id="f" operation="lt" end="1999-01-01"/>';

describe("rules", () => {
  it("want all conditions with and, any with or", () => {
    expect(holds(wrap(TRUE + TRUE))).toBe(true);
    expect(holds(wrap(TRUE + FALSE))).toBe(false);
    expect(holds(wrap(TRUE + FALSE, "OR"))).toBe(true);
    expect(holds(wrap(`<rule id="n">${FALSE}</rule>${FALSE}`, "or"))).toBe(false);
    expect(holds(wrap(TRUE, "nand"))).toBe(false);
  });

  it("without conditions hold, with a warning", () => {
    const problems: RuleProblem[] = [];
    expect(holds('<rule id="r"/>', { warn: (problem) => problems.push(problem) })).toBe(true);
    expect(problems).toMatchObject([{ severity: "warning", code: "empty-rule", id: "r" }]);
  });

  it("stop at the first condition that decides, and tell of nothing behind it", () => {
    const problems: RuleProblem[] = [];
    const context = { warn: (problem: RuleProblem) => problems.push(problem) };
    const broken = '<expression id="b" attribute="a" operation="is" value="1"/>';
    expect(holds(wrap(FALSE + broken), context)).toBe(false);
    expect(holds(wrap(TRUE + broken, "or"), context)).toBe(true);
    expect(problems).toEqual([]);
    expect(holds(wrap(broken + TRUE), context)).toBe(false);
    expect(problems.map(({ message }) => message)).toEqual([
      "Treating expression b as not passing because 'is' is not a valid operation",
    ]);
  });

  it("refer to other rules, but not to ones they are in", () => {
    const other = parseXml(`<rule id="other">${TRUE}</rule>`);
    const circle: XmlElement = parseXml('<rule id="circle"><rule id-ref="circle"/></rule>');
    const find = (_: string, id: string) => [other, circle].find((rule) => rule.attributes.id === id);
    const evaluate = (text: string) => evaluateRule(compileRule(parseXml(text), find), { now: NOW });
    expect(evaluate('<rule id-ref="other"/>')).toBe(true);
    expect(evaluate(wrap('<rule id-ref="other"/>'))).toBe(true);
    expect(evaluate(wrap('<rule id-ref="nowhere"/>'))).toBe(false);
    expect(evaluate('<rule id-ref="circle"/>')).toBe(false);
  });

  it("say whether they depend on the node", () => {
    const usesNode = (text: string) => compileRule(parseXml(text), () => undefined).usesNode;
    expect(usesNode(wrap(TRUE))).toBe(false);
    expect(usesNode(wrap('<rule id="n"><expression id="e" attribute="a" operation="defined"/></rule>'))).toBe(
      true,
    );
  });

  it.each([
    "<expression attribute='a' operation='defined'/>",
    "<expression id='e' operation='defined'/>",
    "<expression id='e' attribute='a'/>",
    "<expression id='e' attribute='a' operation='defined' value='1'/>",
    "<expression id='e' attribute='b' operation='ne'/>",
    "<expression id='e' attribute='b' operation='ne' value='1' type='text'/>",
    "<expression id='e' attribute='b' operation='ne' value='1' value-source='node'/>",
    "<rsc_expression/>",
    "<op_expression id='o'/>",
    "<date_expression id='d'/>",
    "<date_expression id='d' operation='gt' end='2000-01-01'/>",
    "<date_expression id='d' operation='gt' start='yesterday'/>",
    "<date_expression id='d' operation='date_spec'/>",
    "<date_expression id='d' operation='date_spec'><date_spec hours='10'/></date_expression>",
    "<date_expression id='d' start='2005-01-01'><duration id='u' days='many'/></date_expression>",
    "<moon_expression id='m'/>",
  ])("do not hold with %s, and say why", (condition) => {
    const problems: RuleProblem[] = [];
    expect(holds(wrap(condition), { warn: (problem) => problems.push(problem) })).toBe(false);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.severity).toBe("error");
  });
});

describe("tests of node attributes", () => {
  const nodeAttributes = new Map([
    ["a", "10"],
    ["rack-3", "x"],
    ["size", "abc"],
  ]);
  const expression = (attributes: string) => wrap(`<expression id="e" ${attributes}/>`);

  it("of presence", () => {
    expect(holds(expression('attribute="a" operation="defined"'), { nodeAttributes })).toBe(true);
    expect(holds(expression('attribute="b" operation="not_defined"'), { nodeAttributes })).toBe(true);
    expect(holds(expression('attribute="a" operation="not_defined"'))).toBe(true);
  });

  it("compare with a parameter or meta-attribute where one is asked for", () => {
    const context = {
      nodeAttributes,
      parameters: (name: string) => (name === "limit" ? "10" : undefined),
      meta: (name: string) => (name === "size" ? "ABC" : undefined),
    };
    expect(
      holds(expression('attribute="a" operation="eq" value="limit" value-source="param"'), context),
    ).toBe(true);
    expect(
      holds(expression('attribute="size" operation="eq" value="size" value-source="meta"'), context),
    ).toBe(true);
    expect(holds(expression('attribute="a" operation="eq" value="limit"'), context)).toBe(false);
    expect(holds(expression('attribute="b" operation="eq" value="x" value-source="param"'), context)).toBe(
      true,
    );
  });

  it("take parts of what a pattern matched into the attribute's name", () => {
    const context = { nodeAttributes, submatches: ["db-3", "db", "3"] };
    expect(holds(expression('attribute="rack-%2" operation="defined"'), context)).toBe(true);
    expect(holds(expression('attribute="rack-%2" operation="defined"'), { nodeAttributes })).toBe(false);
  });
});

describe("tests of the agent and the operation", () => {
  const agent = { class: "ocf", provider: "heartbeat", type: "Dummy" };

  it("want what they name, case-sensitively", () => {
    expect(holds(wrap('<rsc_expression id="e" class="ocf" type="Dummy"/>'), { agent })).toBe(true);
    expect(holds(wrap('<rsc_expression id="e" class="OCF"/>'), { agent })).toBe(false);
    expect(holds(wrap('<rsc_expression id="e" class="ocf"/>'))).toBe(false);
    expect(holds(wrap('<rsc_expression id="e"/>'))).toBe(true);
  });

  it("compare intervals as milliseconds", () => {
    const operation = { name: "monitor", intervalMs: 60_000 };
    expect(holds(wrap('<op_expression id="e" name="monitor"/>'), { operation })).toBe(true);
    expect(holds(wrap('<op_expression id="e" name="monitor" interval="1min"/>'), { operation })).toBe(true);
    expect(holds(wrap('<op_expression id="e" name="monitor" interval="10s"/>'), { operation })).toBe(false);
    expect(holds(wrap('<op_expression id="e" name="monitor"/>'))).toBe(false);
  });
});

describe("tests of the date", () => {
  const date = (attributes: string, child = "") =>
    wrap(`<date_expression id="d" ${attributes}>${child}</date_expression>`);

  it("include both ends of a range, and neither bound of gt and lt", () => {
    const at = "2005-01-20 10:30:45Z";
    expect(holds(date(`start="${at}"`))).toBe(true);
    expect(holds(date(`operation="in_range" end="${at}"`))).toBe(true);
    expect(holds(date(`operation="gt" start="${at}"`))).toBe(false);
    expect(holds(date(`operation="lt" end="${at}"`))).toBe(false);
  });

  it("end a range by a duration only if it has no end", () => {
    const week = '<duration id="u" weeks="1"/>';
    expect(holds(date('start="2005-01-14"', week))).toBe(true);
    expect(holds(date('start="2005-01-10"', week))).toBe(false);
    expect(holds(date('start="2005-01-10" end="2006-01-01"', week))).toBe(true);
  });

  it.each([
    ['hours="9-17" weekdays="1-5"', true],
    ['hours="11-"', false],
    ['years="-2005" months="1" monthdays="20" yeardays="20"', true],
    ['weekyears="2005" weeks="3" weekdays="4"', true],
    ['minutes="30" seconds="45"', true],
    ['hours=" 9-+17"', true],
    ['hours="12-9"', false],
    ['hours="10 "', false],
    ['hours="1,10"', false],
    ['yearsdays="366"', true],
    ["", true],
  ])("date_spec %s is %s", (ranges, result) => {
    expect(holds(date('operation="date_spec"', `<date_spec id="s" ${ranges}/>`))).toBe(result);
  });
});

describe("the next change", () => {
  const start = "2020-01-01 00:00:00Z";
  const end = "2020-02-01 00:00:00Z";
  const at = (text: string) => Date.parse(text) / 1000;
  const moments = (rule: string, now: string) => {
    const reported: number[] = [];
    holds(rule, { now: fromEpoch(at(now)), recheck: (seconds) => reported.push(seconds) });
    return reported;
  };
  const range = wrap(`<date_expression id="d" start="${start}" end="${end}"/>`);

  it("of a range is its start, then the second after its end", () => {
    expect(moments(range, "2019-12-01T00:00:00Z")).toEqual([at("2020-01-01T00:00:00Z")]);
    expect(moments(range, "2020-01-15T00:00:00Z")).toEqual([at("2020-02-01T00:00:01Z")]);
    expect(moments(range, "2020-03-01T00:00:00Z")).toEqual([]);
  });

  it("of gt is the second after its bound, of lt the bound itself", () => {
    const gt = wrap(`<date_expression id="d" operation="gt" start="${start}"/>`);
    const lt = wrap(`<date_expression id="d" operation="lt" end="${start}"/>`);
    expect(moments(gt, "2019-12-01T00:00:00Z")).toEqual([at("2020-01-01T00:00:01Z")]);
    expect(moments(lt, "2019-12-01T00:00:00Z")).toEqual([at("2020-01-01T00:00:00Z")]);
    expect(moments(lt, "2020-12-01T00:00:00Z")).toEqual([]);
  });

  it("is the earliest at which a rule of dates can change", () => {
    const second = fc.integer({ min: 0, max: 400_000 });
    const text = (seconds: number) => new Date((at("2020-01-01T00:00:00Z") + seconds) * 1000).toISOString();
    const expression = fc.oneof(
      fc.tuple(second, second).map(([a, b]) => `start="${text(a)}" end="${text(b)}"`),
      second.map((a) => `operation="gt" start="${text(a)}"`),
      second.map((a) => `operation="lt" end="${text(a)}"`),
    );
    const conditions = fc
      .array(expression, { minLength: 1, maxLength: 4 })
      .map((list) => list.map((each, index) => `<date_expression id="d${index}" ${each}/>`).join(""));
    fc.assert(
      fc.property(conditions, fc.constantFrom("and", "or"), second, second, (list, operator, from, later) => {
        const rule = compileRule(parseXml(wrap(list, operator)), () => undefined, UTC_CLOCK);
        const now = at("2020-01-01T00:00:00Z") + from;
        let next = Number.POSITIVE_INFINITY;
        const before = evaluateRule(rule, {
          now: fromEpoch(now),
          recheck: (seconds) => {
            if (seconds > now) next = Math.min(next, seconds);
          },
        });
        const then = Math.min(now + later, next - 1);
        expect(evaluateRule(rule, { now: fromEpoch(then) })).toBe(before);
      }),
    );
  });

  it("is reported in seconds since the epoch, whatever the zone of the text", () => {
    const rule = wrap('<date_expression id="d" operation="lt" end="2020-01-01 02:00:00 +02:00"/>');
    expect(moments(rule, "2019-12-01T00:00:00Z")).toEqual([toEpoch(fromEpoch(at("2020-01-01T00:00:00Z")))]);
  });
});
