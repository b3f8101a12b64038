import { descendants, elements, elementsNamed, firstElement, type XmlElement } from "@sanode/cib";
import type { Connections } from "./connections.js";
import { NotInPart } from "./reason.js";

/** A recorded history and its rank among those of its node, which later ones never get again. */
interface RankedHistory {
  readonly rank: number;
  readonly element: XmlElement;
}

/** One `node_state` and where it keeps histories. */
export interface NodeHistories {
  readonly state: XmlElement;
  readonly lrm: XmlElement | undefined;
  readonly list: XmlElement | undefined;
  /** `lrm_resource` by id. */
  readonly byId: Map<string, RankedHistory>;
  nextRank: number;
}

/** One history that is new, different, or gone (null). */
export interface HistoryChange {
  /** Position of the `node_state`. */
  readonly node: number;
  readonly id: string;
  readonly element: XmlElement | null;
}

/** The status section by nodes and by what they remember of which resource. */
export class StatusIndex {
  readonly nodes: NodeHistories[];
  /** Position of the `node_state` by `uname`. */
  readonly #positions = new Map<string, number>();
  readonly #connections: Connections;
  /** Ids that occur, or have occurred, in histories. */
  readonly #ids = new Set<string>();
  /** The same by the top-level resources that they are about. */
  readonly #idsByOwner = new Map<string, string[]>();
  #ownerless = false;

  /** @throws NotInPart for a status that nodes or resources occur twice in */
  constructor(cib: XmlElement, connections: Connections) {
    this.#connections = connections;
    const status = firstElement(cib, "status");
    this.nodes = status === undefined ? [] : elementsNamed(status, "node_state").map(readNode);
    for (const [position, { state, byId }] of this.nodes.entries()) {
      for (const id of byId.keys()) this.#learn(id);
      const { uname } = state.attributes;
      if (uname === undefined || this.#positions.has(uname)) throw new NotInPart("unusual-document");
      this.#positions.set(uname, position);
    }
  }

  /** Where a node comes in the status; undefined if it does not. */
  positionOf(nodeName: string): number | undefined {
    return this.#positions.get(nodeName);
  }

  /** Follows a document to its next state; a history that comes in stands behind the others of its node. */
  follow(cib: XmlElement, changes: readonly HistoryChange[]): void {
    const status = firstElement(cib, "status");
    const states = status === undefined ? [] : elementsNamed(status, "node_state");
    for (const [position, known] of this.nodes.entries()) {
      const state = states[position];
      if (state !== undefined && state !== known.state)
        this.nodes[position] = { ...known, ...partsOf(state) };
    }
    for (const { node, id, element } of changes) {
      const histories = this.nodes[node];
      if (histories === undefined) continue;
      if (element === null) histories.byId.delete(id);
      else {
        const rank = histories.byId.get(id)?.rank ?? histories.nextRank++;
        histories.byId.set(id, { rank, element });
        this.#learn(id);
      }
    }
  }

  /**
   * Ids under which a top-level resource is recorded anywhere.
   *
   * @throws NotInPart if something is recorded that is not configured
   */
  idsOf(owner: string): readonly string[] {
    if (this.#ownerless) throw new NotInPart("removed-resources");
    return this.#idsByOwner.get(owner) ?? [];
  }

  #learn(id: string): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    const owner = this.#connections.ownerOf(id);
    const known = owner === undefined ? undefined : this.#idsByOwner.get(owner);
    if (owner === undefined) this.#ownerless = true;
    else if (known === undefined) this.#idsByOwner.set(owner, [id]);
    else known.push(id);
  }
}

function readNode(state: XmlElement): NodeHistories {
  const parts = partsOf(state);
  const byId = new Map<string, RankedHistory>();
  for (const element of parts.list === undefined ? [] : elements(parts.list)) {
    const { id } = element.attributes;
    if (element.name !== "lrm_resource" || id === undefined || byId.has(id)) {
      throw new NotInPart("unusual-document");
    }
    byId.set(id, { rank: byId.size, element });
  }
  for (const part of elements(state)) {
    if (part === parts.lrm) continue;
    for (const below of descendants(part)) {
      if (below.attributes["id-ref"] !== undefined) throw new NotInPart("unusual-document");
    }
  }
  return { ...parts, byId, nextRank: byId.size };
}

function partsOf(state: XmlElement): Pick<NodeHistories, "state" | "lrm" | "list"> {
  const lrms = elementsNamed(state, "lrm");
  const [lrm] = lrms;
  const lists = lrm === undefined ? [] : elements(lrm);
  const [list] = lists;
  if (lrms.length > 1 || lists.length > 1 || (list !== undefined && list.name !== "lrm_resources")) {
    throw new NotInPart("unusual-document");
  }
  return { state, lrm, list };
}
