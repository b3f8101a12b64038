import { expect, it } from "vitest";
import { formatGraph } from "./format-graph.js";
import type { GraphAction, GraphHeader, TransitionGraph } from "./transition-graph.js";

const header: GraphHeader = {
  clusterDelay: "60s",
  fencingTimeout: "2m",
  failedStopOffset: "INFINITY",
  failedStartOffset: "1",
  batchLimit: "0",
  transitionId: 1,
  migrationLimit: null,
  recheckBy: null,
};

const stop: GraphAction = {
  element: "rsc_op",
  mode: null,
  id: 7,
  operation: "stop",
  operationKey: "p_stop_0",
  internalOperationKey: "p:1_stop_0",
  node: { name: "guest", id: "guest", router: "n1" },
  shutdownLock: 1_700_000_000,
  resource: { id: "p", longId: "p:1", class: "ocf", provider: "pacemaker", type: "Dummy" },
  attributes: [["CRM_meta_timeout", "20000"]],
  parameters: [],
  downed: [],
  maintenance: [],
};

const graphOf = (...actions: GraphAction[]): TransitionGraph => ({
  header,
  synapses: actions.map((action, id) => ({ id, priority: 0, action, inputs: [] })),
});

it("an empty graph is one element, and limits that are not set are left out", () => {
  expect(formatGraph({ header, synapses: [] })).toBe(
    '<transition_graph cluster-delay="60s" fencing-timeout="2m" failed-stop-offset="INFINITY" ' +
      'failed-start-offset="1" batch-limit="0" transition_id="1"/>\n',
  );
  expect(formatGraph({ header: { ...header, migrationLimit: "2", recheckBy: 5 }, synapses: [] })).toContain(
    'transition_id="1" migration-limit="2" recheck-by="5"',
  );
});

it("an action is told in full where it stands, and by its identity where others wait for it", () => {
  const start: GraphAction = { ...stop, id: 8, operation: "start", operationKey: "p_start_0" };
  const graph: TransitionGraph = {
    header,
    synapses: [{ id: 0, priority: 10, action: start, inputs: [stop] }],
  };
  const lines = formatGraph(graph)
    .split("\n")
    .map((line) => line.trim());
  expect(lines.slice(1, 12)).toEqual([
    '<synapse id="0" priority="10">',
    "<action_set>",
    '<rsc_op id="8" operation="start" operation_key="p_start_0" internal_operation_key="p:1_stop_0" on_node="guest" on_node_uuid="guest" router_node="n1" shutdown-lock="1700000000">',
    '<primitive id="p" long-id="p:1" class="ocf" provider="pacemaker" type="Dummy"/>',
    '<attributes CRM_meta_timeout="20000"/>',
    "</rsc_op>",
    "</action_set>",
    "<inputs>",
    "<trigger>",
    '<rsc_op id="7" operation="stop" operation_key="p_stop_0" internal_operation_key="p:1_stop_0" on_node="guest" on_node_uuid="guest" router_node="n1"/>',
    "</trigger>",
  ]);
});

it("parameters whose names begin with a digit are elements of their own", () => {
  const text = formatGraph(graphOf({ ...stop, parameters: [["9p", "q"]] }));
  expect(text).toMatch(
    /<attributes CRM_meta_timeout="20000">\s*<param name="9p" value="q"\/>\s*<\/attributes>/,
  );
});

it("values are escaped, whatever stands in them", () => {
  const text = formatGraph(graphOf({ ...stop, attributes: [["x", `<a> & "b" 'c' é\n\u007f`]] }));
  expect(text).toContain(`x="&lt;a&gt; &amp; &quot;b&quot; 'c' é&#x0A;&#x7F;"`);
});

it("nodes that an action takes down, and those whose maintenance changes, are listed", () => {
  const text = formatGraph(
    graphOf({ ...stop, downed: ["g1", "g2"], maintenance: [{ id: "r1", inMaintenance: true }] }),
  );
  expect(text).toMatch(/<downed>\s*<node id="g1"\/>\s*<node id="g2"\/>\s*<\/downed>/);
  expect(text).toMatch(/<maintenance>\s*<node id="r1" node_in_maintenance="1"\/>\s*<\/maintenance>/);
});
