import { elements, type XmlElement } from "@sanode/cib";
import type { Connections } from "./connections.js";
import type { Places } from "./picture.js";
import type { NodeHistories, StatusIndex } from "./status-index.js";

/**
 * The document with some top-level resources only, and with the constraints and histories that concern them; nodes,
 * options and everything else as they are.
 */
export function partOfDocument(
  cib: XmlElement,
  { connections, status }: Places,
  resources: ReadonlySet<string>,
): XmlElement {
  const historyIds = [...resources].flatMap((id) => status.idsOf(id));
  return withChildren(cib, (section) => {
    if (section.name === "configuration") return partOfConfiguration(section, connections, resources);
    return section.name === "status" ? partOfStatus(section, status, historyIds) : section;
  });
}

function partOfConfiguration(
  configuration: XmlElement,
  connections: Connections,
  resources: ReadonlySet<string>,
): XmlElement {
  return withChildren(configuration, (section) => {
    if (section.name === "resources") {
      const all = elements(section);
      const kept = connections.positionsOf(resources).flatMap((position) => all[position] ?? []);
      return { ...section, children: kept };
    }
    if (section.name !== "constraints") return section;
    return { ...section, children: connections.constraintsOf(resources) };
  });
}

function partOfStatus(section: XmlElement, status: StatusIndex, historyIds: readonly string[]): XmlElement {
  let position = 0;
  return withChildren(section, (state) => {
    if (state.name !== "node_state") return state;
    const histories = status.nodes[position];
    position += 1;
    return histories === undefined ? state : partOfNode(histories, historyIds);
  });
}

function partOfNode({ state, lrm, list, byId }: NodeHistories, historyIds: readonly string[]): XmlElement {
  if (lrm === undefined || list === undefined) return state;
  const kept = historyIds
    .flatMap((id) => byId.get(id) ?? [])
    .sort((left, right) => left.rank - right.rank)
    .map(({ element }) => element);
  const part: XmlElement = { ...lrm, children: [{ ...list, children: kept }] };
  return withChildren(state, (child) => (child === lrm ? part : child));
}

function withChildren(parent: XmlElement, change: (child: XmlElement) => XmlElement): XmlElement {
  return { ...parent, children: elements(parent).map(change) };
}
