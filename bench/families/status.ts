import { element, type XmlElement } from "@sanode/cib";
import { SimulationSession, TextReport } from "@sanode/tengine";
import { block, nodeName } from "./document.js";

/** Transitions after which a cluster has to have come to rest. */
const ENOUGH = 8;

/**
 * The document with the status that simulated transitions lead to, until there is nothing to do any more.
 *
 * @throws Error if that does not come about
 */
export function atRest(cib: XmlElement): XmlElement {
  let current = cib;
  for (let round = 0; round < ENOUGH; round += 1) {
    const session = new SimulationSession(current, { clock: 0 }, new TextReport({ quiet: true }, () => {}));
    if (session.schedule().graph.synapses.length === 0) return current;
    session.execute();
    current = session.cib;
  }
  throw new Error("the cluster does not come to rest");
}

/** The document with the last node lost: it is to be fenced. */
export function withoutNode(cib: XmlElement): XmlElement {
  const last = lastNode(cib);
  return change(cib, "node_state", last, (state) =>
    element(
      state.name,
      { ...state.attributes, in_ccm: "false", crmd: "offline", join: "down", expected: "member" },
      state.children,
    ),
  );
}

/** The document with the last node in standby. */
export function withStandby(cib: XmlElement): XmlElement {
  const last = lastNode(cib);
  return change(cib, "node", last, (node) =>
    element(node.name, node.attributes, [
      ...node.children,
      block("instance_attributes", `${last}-standby`, { standby: "on" }),
    ]),
  );
}

function lastNode(cib: XmlElement): string {
  const states = cib.children.flatMap((section) =>
    section.kind === "element" && section.name === "status" ? section.children : [],
  );
  return nodeName(states.length - 1);
}

function change(
  parent: XmlElement,
  name: string,
  id: string,
  make: (found: XmlElement) => XmlElement,
): XmlElement {
  if (parent.name === name) return parent.attributes.id === id ? make(parent) : parent;
  const children = parent.children.map((child) =>
    child.kind === "element" ? change(child, name, id, make) : child,
  );
  return element(parent.name, parent.attributes, children);
}
