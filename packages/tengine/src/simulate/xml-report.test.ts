import { element, formatXml } from "@sanode/cib";
import { expect, it } from "vitest";
import { NOW, primitive, smallCib } from "../../test-support/small.js";
import type { Injections } from "./injections.js";
import { SimulationSession } from "./session.js";
import { XmlReport } from "./xml-report.js";

function reportOf(
  cib = smallCib(primitive("A")),
  more: { readonly injections?: Injections; readonly quiet?: boolean; readonly showScores?: boolean } = {},
): XmlReport {
  const report = new XmlReport(more);
  const options = { clock: NOW, showsPlacement: more.showScores === true, injections: more.injections ?? {} };
  const session = new SimulationSession(cib, options, report);
  session.showStatus();
  session.inject();
  session.schedule();
  session.showSummary();
  session.execute();
  return report;
}

const names = ({ elements }: XmlReport): string[] => elements.map(({ name }) => name);

it("the report has an element for each part of a simulation, also when it is to be quiet", () => {
  const parts = ["cluster_status", "allocations", "actions", "transition", "revised_cluster_status"];
  expect(names(reportOf(undefined, { showScores: true }))).toEqual(parts);
  expect(names(reportOf(undefined, { showScores: true, quiet: true }))).toEqual(parts);
});

it("a transition tells each action by its kind", () => {
  const transition = reportOf().elements.find(({ name }) => name === "transition") ?? element("none");
  expect(formatXml(transition)).toContain('  <rsc_action resource="A" op="start" node="n1"/>\n');
});

it("nothing but errors is told after modifications", () => {
  const injections = { up: ["n1"], grant: ["T"], operations: ["A_monitor_10000@n1=1", "nonsense"] };
  const report = reportOf(undefined, { injections });
  expect(names(report)).toEqual([
    "cluster_status",
    "modifications",
    "modify_node",
    "modify_ticket",
    "inject_spec",
    "inject_attr",
    "inject_attr",
    "inject_spec",
  ]);
  expect(report.errors).toEqual(["Invalid operation spec: nonsense.  Only found 1 fields"]);
});

it("a transition that cannot be completed is an error of the report", () => {
  const constraints = `<rsc_order id="ab" first="A" then="B"/><rsc_order id="ba" first="B" then="A"/>`;
  const report = reportOf(smallCib(primitive("A") + primitive("B"), { constraints }));
  expect(report.errors).toEqual(["Transition failed: terminated", "An invalid transition was produced"]);
});
