import { clampScore, compareNatural, lowerAscii, parseScore, type Score, type XmlElement } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { ClusterState } from "../model/state.js";
import { healthScores } from "./health-scores.js";
import { readNodeAttributes } from "./node-attributes.js";
import { reportError, reportWarning } from "./warnings.js";

export { readNodeAttributes } from "./node-attributes.js";

/** What is known of a node when it is first met. */
export interface NewNode {
  readonly id: string;
  readonly name: string;
  readonly kind: ClusterNode["kind"];
  readonly baseScore: Score;
  /** A bundle's node, which is in no resource's table but those of the bundle. */
  readonly neverProbe?: boolean;
}

/**
 * Makes a node and puts it into the list, which stays in natural order; of names that compare equal the later one
 * stands first. Members are unclean until the status tells otherwise, if start-up fencing is on.
 */
export function createNode(state: ClusterState, made: NewNode): ClusterNode {
  if (findNodeByName(state, made.name) !== undefined) {
    reportWarning(state, made.id, "duplicate-node-name", `more than one node is called ${made.name}`);
  }
  const node: ClusterNode = {
    index: state.nodesByIndex.length,
    id: made.id,
    name: made.name,
    kind: made.kind,
    connection: null,
    baseScore: made.baseScore,
    attributes: new Map([["#kind", made.kind]]),
    utilization: new Map(),
    free: null,
    online: false,
    unclean: made.kind === "cluster" && state.options.startupFencing,
    seen: false,
    shutdown: false,
    pending: false,
    standby: false,
    standbyOnFail: false,
    maintenance: false,
    expectedUp: false,
    isDc: false,
    reset: false,
    fenced: false,
    maintenanceRecorded: false,
    discoveryEnabled: true,
    neverProbe: made.neverProbe ?? false,
    unpacked: false,
    priority: 0,
    active: [],
  };
  state.nodesByIndex.push(node);
  if (!node.neverProbe || !state.options.symmetricCluster) state.initialTable = null;
  insertNode(state, node);
  return node;
}

function insertNode(state: ClusterState, node: ClusterNode): void {
  let low = 0;
  let high = state.nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = state.nodes[middle];
    if (there !== undefined && compareNatural(there.name, node.name) < 0) low = middle + 1;
    else high = middle;
  }
  state.nodes.splice(low, 0, node);
  // Look-ups give the first in list order, and names that compare equal are those that differ in case only.
  state.nodesByName.set(lowerAscii(node.name), node);
  const id = lowerAscii(node.id);
  const sameId = state.nodesById.get(id);
  if (sameId === undefined || compareNatural(node.name, sameId.name) <= 0) state.nodesById.set(id, node);
}

/** The node of that name, letters' case ignored. */
export function findNodeByName(state: ClusterState, name: string): ClusterNode | undefined {
  return state.nodesByName.get(lowerAscii(name));
}

/** The node with that id; without one, the node of that name. Letters' case is ignored in both. */
export function findNode(
  state: ClusterState,
  id: string | null | undefined,
  name: string | null | undefined,
): ClusterNode | undefined {
  const byId = id === null || id === undefined ? undefined : state.nodesById.get(lowerAscii(id));
  if (byId !== undefined || name === null || name === undefined) return byId;
  return findNodeByName(state, name);
}

/** Reads the `nodes` section. A node of unknown type ends the reading: Pacemaker skips it and all that follow. */
export function readNodes(state: ClusterState, nodes: XmlElement | undefined): void {
  if (nodes === undefined) return;
  for (const element of nodes.children) {
    if (element.kind !== "element" || element.name !== "node") continue;
    const kind = readKind(element.attributes.type);
    if (element.attributes.id === undefined) {
      reportError(state, element, "missing-id", "node without id is ignored");
    } else if (kind === undefined) {
      reportError(state, element, "unknown-node-type", "node of unknown type: it and later ones are ignored");
      return;
    } else {
      readNode(state, element, element.attributes.id, kind);
    }
  }
}

function readKind(type: string | undefined): ClusterNode["kind"] | undefined {
  const word = lowerAscii(type ?? "member");
  if (word === "member") return "cluster";
  return word === "remote" ? "remote" : undefined;
}

function readNode(state: ClusterState, element: XmlElement, id: string, kind: ClusterNode["kind"]): void {
  const { uname: name, score } = element.attributes;
  if (name === undefined) {
    reportError(state, element, "missing-name", "node without uname is ignored");
    return;
  }
  const baseScore = parseScore(score, clampScore(0), healthScores(state.options));
  const node = createNode(state, { id, name, kind, baseScore });
  readNodeAttributes(state, node, element, { transient: false });
}
