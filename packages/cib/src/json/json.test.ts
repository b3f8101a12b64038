import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FULL } from "../../test-support/full-cib.js";
import { CibError, type CibProblem } from "../errors/cib.js";
import { CibJsonError } from "../errors/cib-json.js";
import { readCib } from "../view/cib.js";
import { parseXml } from "../xml/parse.js";
import { parseJson, readJson } from "./read.js";
import { formatJson, writeJson } from "./write.js";

const MINIMAL = { format: "sanode-cib-1" };
const WEB = {
  kind: "primitive",
  id: "web",
  definition: { kind: "agent", agent: { standard: "systemd", type: "nginx" } },
};

/** What is wrong with a value, one line a problem: `place: problem (advice)`. */
function problems(value: object): string[] {
  return problemsOf(() => readJson({ ...MINIMAL, ...value })).map(
    ({ place, problem, advice }) => `${place}: ${problem} (${advice})`,
  );
}

function problemsOf(read: () => unknown): readonly CibProblem[] {
  try {
    read();
  } catch (error) {
    if (error instanceof CibJsonError || error instanceof CibError) return error.problems;
    throw error;
  }
  return [];
}

describe("a CIB as JSON", () => {
  test("is the view again when it is read", () => {
    const view = readCib(parseXml(FULL));
    expect(parseJson(formatJson(view))).toEqual(view);
  });

  test("has scores as numbers, but words for their ends, and nothing that is undefined", () => {
    const { constraints, ...rest } = writeJson(readCib(parseXml(FULL)));
    expect(rest).toMatchObject({ format: "sanode-cib-1", version: { adminEpoch: 1 } });
    expect(JSON.stringify(constraints).match(/"score":[^,}]*/g)).toEqual([
      '"score":"-INFINITY"',
      '"score":10',
      '"score":7',
      '"score":5',
      '"score":"INFINITY"',
      '"score":3',
      '"score":1',
    ]);
    expect(JSON.stringify(constraints)).not.toContain("null");
  });

  test("may leave out whatever is empty", () => {
    const view = readJson({ ...MINIMAL, $schema: "cib.schema.json", resources: [WEB] });
    expect(view).toMatchObject({ validateWith: "pacemaker-4.0", version: { epoch: 0 }, constraints: [] });
    expect(view.resources).toMatchObject([{ id: "web", meta: [], operations: [] }]);
  });
});

describe("JSON that is no CIB is refused with the place, what is wrong, and what to do:", () => {
  test.each<[string, object, string[]]>([
    ["another format", { format: "x" }, ['/format: "x" is not "sanode-cib-1" (write "sanode-cib-1")']],
    ["a missing member", { nodes: [{ id: "1" }] }, ['/nodes/0: the member "name" is missing (add a text)']],
    [
      "an unknown member",
      { resources: [{ ...WEB, "a/b": 1 }] },
      ['/resources/0/a~1b: there is no member "a/b" here (correct its name or remove it)'],
    ],
    [
      "an unknown kind",
      { resources: [{ kind: "master" }] },
      [
        '/resources/0/kind: "master" is not "primitive", "group", "clone", "bundle" or "template" ' +
          '(write "primitive", "group", "clone", "bundle" or "template")',
      ],
    ],
    [
      "a score out of range",
      { nodes: [{ id: "1", name: "a", score: 1e9 }] },
      [
        '/nodes/0/score: 1000000000 is not an integer from -1000000 to 1000000, "INFINITY" or "-INFINITY" ' +
          '(write an integer from -1000000 to 1000000, "INFINITY" or "-INFINITY")',
      ],
    ],
    [
      "a wrong operation",
      {
        resources: [{ ...WEB, operations: [{ kind: "operation", id: "o", name: "monitor", interval: 10 }] }],
      },
      ["/resources/0/operations/0/interval: 10 is not a text (write a text)"],
    ],
    [
      "a character that XML does not have",
      { tags: [{ id: "t", members: ["\u0001"] }] },
      [
        '/tags/0/members/0: "\\u0001" is not a text without control characters (write a text without control characters)',
      ],
    ],
    [
      "a reference to nothing",
      {
        tags: [{ id: "t", members: ["x"] }],
        constraints: [
          { kind: "ticket", id: "k", ticket: "T", subject: { kind: "resource", resource: "no" } },
        ],
      },
      [
        "/cib/configuration/constraints/rsc_ticket[@id='k']/@rsc: there is no resource, template or tag with the id \"no\" (correct the id, or add it)",
      ],
    ],
  ])("%s", (_, value, expected) => {
    expect(problems(value)).toEqual(expected);
  });

  test("every problem has the id that is nearest", () => {
    const found = problemsOf(() => readJson({ ...MINIMAL, resources: [{ ...WEB, description: 5 }] }));
    expect(found).toMatchObject([{ id: "web", place: "/resources/0/description" }]);
  });
});

describe("hostile JSON", () => {
  test("is refused if it is too long, too deep or no JSON at all", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const tries = ["{", deep, `"${"x".repeat(100)}"`].map((text) =>
      problemsOf(() => parseJson(text, { depth: 1000, length: 1_000_000 })),
    );
    for (const found of tries) expect(found).toHaveLength(1);
    expect(tries[1]?.[0]?.problem).toBe("more than 1000 lists and objects are nested");
    expect(() => parseJson('"12345"', { depth: 5, length: 5 })).toThrow("more than 5 characters");
  });

  test("is refused with rules as deep as the limit allows, and not by an exhausted stack", () => {
    let rule: object = { kind: "attribute", id: "e", attribute: "a", operation: "defined" };
    for (let depth = 0; depth < 490; depth += 1) rule = { kind: "rule", id: `r${depth}`, conditions: [rule] };
    const options = [{ kind: "block", id: "o", rule }];
    expect(problems({ options })[0]).toContain("elements are nested");
  });

  test("cannot reach a prototype by its names", () => {
    const text =
      '{"format":"sanode-cib-1","status":{"nodes":[{"id":"1","otherAttributes":{"__proto__":"x"}}]}}';
    expect(problemsOf(() => parseJson(text))).toMatchObject([
      { place: "/status/nodes/0/otherAttributes/__proto__", problem: 'no member may be called "__proto__"' },
    ]);
    expect(problems({ status: { tickets: [{ id: "T", otherAttributes: { "a b": "c" } }] } })).toEqual([
      '/status/tickets/0/otherAttributes/a b: "c" is not the name of an attribute (write the name of an attribute)',
    ]);
    expect(problems({ constructor: 1, resources: [{ kind: "toString" }] })).toHaveLength(2);
  });

  test("is never met with anything but the typed errors", () => {
    const near = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.constantFrom("primitive", "rule", "block", "location", "pair", "INFINITY"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            "kind",
            "id",
            "options",
            "resources",
            "constraints",
            "rule",
            "pairs",
            "subject",
            "score",
          ),
          tie("value"),
        ),
      ),
    })).value;
    fc.assert(
      fc.property(near, (value) => {
        problemsOf(() => readJson(value));
        problemsOf(() =>
          readJson({ ...MINIMAL, resources: [value], options: [value], constraints: [value] }),
        );
      }),
      { numRuns: 300 },
    );
  });
});
