import { describe, expect, it } from "vitest";
import { NOW, primitive, smallCib } from "../../test-support/small.js";
import { FeatureSetError, type SessionOptions, SimulationSession } from "./session.js";
import { TextReport, type TextReportOptions } from "./text-report.js";

/** The whole report, an empty line as "". */
function report(
  options: Partial<SessionOptions & TextReportOptions>,
  cib = smallCib(primitive("A")),
  execute = true,
): string[] {
  const lines: string[] = [];
  const { showScores = false, showUtilization = false } = options;
  const session = new SimulationSession(
    cib,
    { clock: NOW, showsPlacement: showScores || showUtilization, ...options },
    new TextReport(options, ({ text }) => lines.push(text)),
  );
  session.showStatus();
  session.inject();
  session.schedule();
  session.showSummary();
  if (execute) session.execute();
  return lines;
}

describe("the report of a simulation", () => {
  it("has a status, a summary, what was done, and the status afterwards, with an empty line between", () => {
    const lines = report({});
    const titles = [
      "Current cluster status:",
      "Transition Summary:",
      "Executing Cluster Transition:",
      "Revised Cluster Status:",
    ];
    const places = titles.map((title) => lines.indexOf(title));
    expect(places[0]).toBe(0);
    expect(places.slice(1).map((place) => lines[place - 1])).toEqual(["", "", ""]);
  });

  it("is only the scores when quiet, and one empty line before the execution that is not shown", () => {
    const lines = report({ quiet: true, showScores: true });
    expect(lines).toEqual([
      "pcmk__primitive_assign: A allocation score on n1: 0",
      "pcmk__primitive_assign: A allocation score on n2: 0",
      "",
    ]);
    expect(report({ quiet: true, showScores: true }, undefined, false)).not.toContain("");
    expect(report({ quiet: true })).toEqual([]);
  });

  it("begins with an empty line when quiet and something was injected", () => {
    const lines = report({ quiet: true, showScores: true, injections: { up: ["n1"] } }, undefined, false);
    expect(lines[0]).toBe("");
  });

  it("names the moment that is judged by, at each reading", () => {
    const dated = smallCib(primitive("A"));
    const cib = { ...dated, attributes: { ...dated.attributes, "execution-date": String(NOW) } };
    const line = "Using the original execution date of: 2023-11-14 22:13:20Z";
    expect(report({}, cib).filter((text) => text === line)).toHaveLength(2);
    expect(report({ date: "2030-01-01" }, cib)[0]).toBe("Setting effective cluster time: 2030-01-01");
  });

  it("tells that nothing is managed, and what is held down", () => {
    const options = '<nvpair id="o-m" name="maintenance-mode" value="true"/>';
    const meta =
      '<meta_attributes id="A-m"><nvpair id="A-r" name="target-role" value="Stopped"/></meta_attributes>';
    const lines = report({}, smallCib(primitive("A", meta), { options }));
    expect(lines.slice(0, 6)).toEqual([
      "",
      "              *** Resource management is DISABLED ***",
      "  The cluster will not attempt to start, stop or recover services",
      "",
      "1 of 1 resource instances DISABLED and 0 BLOCKED from further action due to failure",
      "",
    ]);
  });

  it("tells of a transition that cannot be completed", () => {
    const constraints = `<rsc_order id="ab" first="A" then="B"/><rsc_order id="ba" first="B" then="A"/>`;
    const lines = report({}, smallCib(primitive("A") + primitive("B"), { constraints }));
    expect(lines).toContain("Transition failed: terminated");
    expect(lines).toContain("An invalid transition was produced");
  });

  it("ends before the scheduling of a document that is too new", () => {
    const known = smallCib(primitive("A"));
    const cib = { ...known, attributes: { ...known.attributes, crm_feature_set: "99.0.0" } };
    expect(() => report({}, cib)).toThrow(FeatureSetError);
  });
});
