import { descendants, formatXml, parseXml, type XmlElement } from "@sanode/cib";
import { describe, expect, it } from "vitest";
import { decide, NOW, primitive, smallCib } from "../../test-support/small.js";
import { describeEvent } from "./event.js";
import { type SimulatedTransition, simulateTransition } from "./simulate-transition.js";

function simulate(cib: XmlElement, failures: readonly string[] = []): SimulatedTransition {
  return simulateTransition(decide(cib), cib, { time: NOW, failures });
}

function texts({ events }: SimulatedTransition): string[] {
  return events.map((event) => describeEvent(event).text);
}

/** Ids and exit codes of the recorded operations on a node. */
function recorded(cib: XmlElement, node: string): string[] {
  return [...descendants(cib)]
    .filter(({ name, attributes }) => name === "lrm_rsc_op" && attributes.on_node === node)
    .map(({ attributes }) => `${attributes.id} ${attributes["rc-code"]}`);
}

const web = primitive("web", '<operations><op id="m" name="monitor" interval="10s"/></operations>');

describe("a simulated transition", () => {
  it("records what is expected: nothing where a probe looks, then a start and its monitor", () => {
    const after = simulate(smallCib(web));
    expect(texts(after)).toEqual([
      "Resource action: web             monitor on n2",
      "Resource action: web             monitor on n1",
      "Resource action: web             start on n1",
      "Resource action: web             monitor=10000 on n1",
    ]);
    expect(recorded(after.cib, "n2")).toEqual(["web_last_0 7"]);
    expect(recorded(after.cib, "n1")).toEqual(["web_last_0 0", "web_monitor_10000 0"]);
  });

  it("adds nodes that results are written for to the configuration only if asked to", () => {
    const cib = smallCib(web);
    const decided = decide(cib);
    const bare = parseXml(formatXml(cib).replaceAll(/<node id[^>]*>/g, ""));
    const nodes = (addsNodes: boolean): string[] =>
      [...descendants(simulateTransition(decided, bare, { time: NOW, addsNodes }).cib)]
        .filter(({ name }) => name === "node")
        .map(({ attributes }) => attributes.uname ?? "");
    expect(nodes(false)).toEqual([]);
    expect(nodes(true)).toEqual(["n2", "n1"]);
  });

  it("leaves nothing to do", () => {
    const after = simulate(smallCib(web + primitive("other")));
    expect(after.status).toBe("complete");
    expect(decide(after.cib).graph.synapses).toEqual([]);
  });

  it("counts every operation in the version of the document", () => {
    expect(simulate(smallCib(web)).cib.attributes.num_updates).toBe("4");
  });

  it("does not touch the document it started from", () => {
    const before = smallCib(web);
    const text = JSON.stringify(before);
    simulate(before);
    expect(JSON.stringify(before)).toBe(text);
  });

  it("terminates on orderings that form a circle", () => {
    const constraints = `<rsc_order id="ab" first="A" then="B"/><rsc_order id="ba" first="B" then="A"/>`;
    const after = simulate(smallCib(primitive("A") + primitive("B"), { constraints }));
    expect(after.status).toBe("terminated");
  });
});

describe("an operation that is to fail", () => {
  it("is recorded as failed and counted, and ends the transition behind it", () => {
    const after = simulate(smallCib(web), ["WEB_Start_0@N1=5"]);
    expect(texts(after).slice(2)).toEqual([
      "Resource action: web             start on n1",
      `Pretending action ${after.events.flatMap((event) => (event.kind === "failed" ? event.action : []))[0]} failed with rc=5`,
      "Injecting attribute fail-count-web#start_0=INFINITY into /node_state '1'",
      `Injecting attribute last-failure-web#start_0=${NOW} into /node_state '1'`,
    ]);
    expect(after.status).toBe("stopped");
    expect(recorded(after.cib, "n1")).toEqual(["web_last_0 5", "web_last_failure_0 5"]);
    expect(decide(after.cib).summary.resources).toMatchObject([{ verb: "Recover", destination: "n2" }]);
  });

  it("has no reason for it where the result is the expected one", () => {
    const { cib } = simulate(smallCib(web), ["web_monitor_0@n1=7"]);
    const reasons = [...descendants(cib)].map(({ attributes }) => attributes["exit-reason"]);
    expect(reasons.filter((reason) => reason !== undefined && reason !== "")).toEqual([]);
  });

  it("must have a number as its result", () => {
    const after = simulate(smallCib(web), ["web_start_0@n1=bad"]);
    expect(after.status).toBe("complete");
    expect(texts(after)).toContain(
      "Invalid failed operation 'web_start_0@n1=bad' (result code must be integer)",
    );
  });
});

it("of several histories of a resource on a node the first becomes the sum of all (inc6)", () => {
  const entry = (id: string, operation: string, code: number): string =>
    `<lrm_rsc_op id="${id}" operation="${operation}" operation_key="web_${operation}_0" interval="0" call-id="1"
      transition-key="1:1:${code}:x" transition-magic="0:${code};1:1:${code}:x" rc-code="${code}" op-status="0" on_node="n1"/>`;
  const history = (inner: string): string =>
    `<lrm_resource id="web" class="ocf" provider="pacemaker" type="Dummy">${inner}</lrm_resource>`;
  const n1 = `<lrm id="1"><lrm_resources>${history(entry("old-start", "start", 0))}${history(entry("old-probe", "monitor", 7))}</lrm_resources></lrm>`;
  const constraints = '<rsc_location id="away" rsc="web" node="n1" score="-INFINITY"/>';
  const after = simulate(smallCib(web, { n1, constraints }));
  expect(recorded(after.cib, "n1")).toEqual(["old-start 0", "old-probe 7", "web_last_0 0", "old-probe 7"]);
});
