import { elementsNamed, firstElement, formatXml, type XmlElement } from "@sanode/cib";
import { expect, test } from "vitest";
import { startingDocument } from "./starting-document.js";

const cib = (nodes: string, status = ""): string =>
  `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config/>
   <nodes>${nodes}</nodes><resources/><constraints/></configuration><status>${status}</status></cib>`;

function nodesOf(document: XmlElement): unknown {
  const configuration = firstElement(document, "configuration");
  const nodes = configuration && firstElement(configuration, "nodes");
  return (
    nodes && elementsNamed(nodes, "node").map(({ attributes }) => `${attributes.id} ${attributes.uname}`)
  );
}

test("nodes keep the ids that they are configured with, and others get free ones", () => {
  const document = startingDocument(cib('<node id="1" uname="Beta"/>'), ["alpha", "beta"]);
  expect(document.nodes).toEqual([
    { id: "2", name: "alpha" },
    { id: "1", name: "beta" },
  ]);
  expect(nodesOf(document.cib)).toEqual(["1 Beta", "2 alpha"]);
});

test("configured cluster nodes that were not asked for are absent; remote nodes are not", () => {
  const nodes = '<node id="7" uname="old"/><node id="far" uname="far" type="remote"/>';
  expect(startingDocument(cib(nodes), ["n1"]).absent).toEqual([{ id: "7", name: "old" }]);
});

test("the states of nodes are dropped, tickets are kept", () => {
  const status = '<node_state id="1" uname="n1"/><tickets><ticket_state id="T" granted="true"/></tickets>';
  const text = formatXml(startingDocument(cib("", status), ["n1"]).cib);
  expect(text).not.toContain("node_state");
  expect(text).toContain('<ticket_state id="T"');
});

test("a node's id never changes", () => {
  const ids = new Map([["n1", "4"]]);
  expect(startingDocument(cib(""), ["n1"], ids).nodes).toEqual([{ id: "4", name: "n1" }]);
  expect(() => startingDocument(cib('<node id="5" uname="n1"/>'), ["n1"], ids)).toThrow("cannot become 5");
});

test("a cluster has nodes, and each has a name of its own", () => {
  expect(() => startingDocument(cib(""), [])).toThrow("at least one node");
  expect(() => startingDocument(cib(""), ["n1", "N1"])).toThrow("two nodes with the name N1");
});

test("a configuration of a newer Pacemaker is refused", () => {
  const newer = cib("").replace("<cib ", '<cib crm_feature_set="99.0" ');
  expect(() => startingDocument(newer, ["n1"])).toThrow("feature set 99.0 is newer");
});
