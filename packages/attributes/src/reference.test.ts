import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstElement, formatXml, parseTimeSpan, parseXml } from "@sanode/cib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { TestCluster } from "../test-support/cluster.js";
import { canRunPacemaker, underPacemaker } from "../test-support/pacemaker.js";
import type { AttributeManager } from "./index.js";

const reference = process.env.SANODE_REFERENCE ?? "";
const scratch = mkdtempSync(join(tmpdir(), "sanode-attributes-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const name = fc.constantFrom("a", "b", "we ird:a/b", "#health-x", "9x", "fail-count-r#start_0");
const value = fc.oneof(
  fc.constantFrom("1", "10", "-3", "x", "Bar", "bAR", "", "INFINITY", "-INFINITY", "a'b", "<&>", "value--"),
  fc.constantFrom("value++", "value+=7", "value+=-100", "value+=x", "value+=INFINITY", "a++", "value++5"),
);
/** Long ones never pass while the test runs. */
const delay = fc.constantFrom("0", "2000", "30m", "1h");
const details = fc.record(
  {
    delay,
    setId: fc.constantFrom("my set", "mine"),
    node: fc.constantFrom("n1", "N1", "absent"),
    isPrivate: fc.constant(true),
    isUtilization: fc.constant(true),
  },
  { requiredKeys: [] },
);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("update" as const), name, value, details }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("update-both" as const), name, value, details }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("update-delay" as const), name, delay }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), name, details }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("pattern" as const),
      pattern: fc.constantFrom("^[ab]$", "h", "nothing"),
      value,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refresh" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Details = typeof details extends fc.Arbitrary<infer T> ? T : never;

function detailArguments({ delay, setId, node, isPrivate, isUtilization }: Details): string[] {
  return [
    ...(delay === undefined ? [] : ["-d", delay]),
    ...(setId === undefined ? [] : ["-s", setId]),
    ...(node === undefined ? [] : ["-N", node]),
    ...(isPrivate === undefined ? [] : ["-p"]),
    ...(isUtilization === undefined ? [] : ["-z"]),
  ];
}

function commandLine(given: Step): string {
  const words = argumentsOf(given).map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return `${reference}/attrd_updater ${words.join(" ")} >/dev/null; settle\n`;
}

function argumentsOf(given: Step): string[] {
  switch (given.kind) {
    case "update":
      return ["-W", "local", "-n", given.name, `--update=${given.value}`, ...detailArguments(given.details)];
    case "update-both":
      return [
        "-W",
        "local",
        "-n",
        given.name,
        `--update-both=${given.value}`,
        ...detailArguments(given.details),
      ];
    case "update-delay":
      return ["-n", given.name, "-Y", "-d", given.delay];
    case "delete":
      return ["-n", given.name, "-D", ...detailArguments(given.details)];
    case "pattern":
      return ["-P", given.pattern, `--update=${given.value}`];
    case "refresh":
      return ["-R"];
  }
}

function carryOut(manager: AttributeManager, given: Step): void {
  switch (given.kind) {
    case "refresh":
      return manager.refresh();
    case "pattern":
      return manager.update({ operation: "update", pattern: given.pattern, value: given.value });
    case "update-delay":
      return manager.update({
        operation: "update-delay",
        name: given.name,
        delay: milliseconds(given.delay),
      });
  }
  const { delay: text, setId, node, isPrivate = false, isUtilization } = given.details;
  const common = {
    name: given.name,
    isPrivate,
    // The tool says no set when it deletes.
    ...(setId !== undefined && given.kind !== "delete" && { setId }),
    ...(node !== undefined && { node }),
    ...(isUtilization === true && { setType: "utilization" as const }),
  };
  if (given.kind === "delete") return manager.update({ ...common, operation: "delete" });
  const delayed = text === undefined ? {} : { delay: milliseconds(text) };
  manager.update({ ...common, ...delayed, operation: given.kind, value: given.value });
}

function milliseconds(text: string): number {
  return parseTimeSpan(text)?.milliseconds ?? 0;
}

/** What is written, without the helper's own attribute; and what every attribute is for the managers. */
function ours(steps: readonly Step[]): { status: string; values: string } {
  const cluster = new TestCluster();
  const manager = cluster.join("n1");
  cluster.elect("n1");
  manager.update({ operation: "update", name: "settled", value: "0" });
  for (const given of steps) carryOut(manager, given);
  const values = NAMES.flatMap((attribute) => {
    const value = manager.query(attribute, "n1")?.[0]?.value;
    return value === undefined ? [] : [`name="${attribute}" host="n1" value="${value ?? ""}"\n`];
  });
  const status = firstElement(cluster.cib, "status");
  return { status: status === undefined ? "" : withoutHelper(formatXml(status)), values: values.join("") };
}

function withoutHelper(status: string): string {
  return status.replace(/ *<nvpair id="status-1-settled".*\n/, "");
}

const NAMES = ["a", "b", "we ird:a/b", "#health-x", "9x", "fail-count-r#start_0"];

describe.skipIf(!canRunPacemaker(reference))("a daemon of Pacemaker's that is asked the same", () => {
  const sequences = fc.sample(fc.array(step, { minLength: 25, maxLength: 25 }), { numRuns: 5, seed: 20 });
  it.each(sequences.map((steps, index) => ({ steps, index })))(
    "writes the same and has the same values: sequence $index",
    ({ steps }) => {
      const queries = NAMES.map((attribute) => `${reference}/attrd_updater -Q -n '${attribute}' -N n1\n`);
      const script = `${steps.map(commandLine).join("")}
        ${reference}/cibadmin -Q -o status; echo ----; { ${queries.join("")}}  2>/dev/null; exit 0`;
      const { stdout } = underPacemaker(reference, scratch, script);
      const [status = "", values = ""] = stdout.split("----\n");
      const expected = { status: withoutHelper(formatXml(parseXml(status))), values };
      expect(ours(steps), steps.map((given) => argumentsOf(given).join(" ")).join("\n")).toEqual(expected);
    },
  );
});
