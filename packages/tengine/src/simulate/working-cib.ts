import { parseInteger, type XmlElement } from "@sanode/cib";
import { type ChangeCounter, ElementDraft } from "./element-draft.js";

/** A node by name and, where it is known, by its id in the configuration. */
export interface NodeName {
  readonly name: string;
  readonly id: string;
}

/** What a node remembers, by resource. */
interface NodeHistories {
  /** The first of each id. */
  readonly byId: Map<string, ElementDraft>;
  /** Ids that occur more than once. */
  readonly repeated: Set<string>;
  /** There are elements of the same name and id side by side in the node's entry, such as those histories. */
  readonly hasRepeats: boolean;
  /** Further ones of such ids, made in the present operation. */
  readonly added: ElementDraft[];
}

/** Histories made in this operation beside others of that id end in the first of them. */
function sumUp(state: ElementDraft, { added }: NodeHistories): void {
  state.mergeRepeats();
  const list = state.find("lrm")?.find("lrm_resources");
  for (const history of added.splice(0)) list?.removeChild(history);
}

/** Whether there are elements of the same name and id below one parent. */
function hasRepeats(parent: XmlElement): boolean {
  const seen = new Set<string>();
  for (const child of parent.children) {
    if (child.kind !== "element") continue;
    const { id } = child.attributes;
    const key = id === undefined ? child.name : `${child.name} ${id}`;
    if (seen.has(key) || hasRepeats(child)) return true;
    seen.add(key);
  }
  return false;
}

/**
 * A private copy of a CIB that a simulation writes to. Everything is written in operations, as a cluster would: each one
 * that has an effect raises the document's version, `num_updates` for the status, `epoch` for the configuration.
 */
export class WorkingCib {
  readonly #counter: ChangeCounter = { changes: 0 };
  readonly #root: ElementDraft;
  #states: { byName: Map<string, ElementDraft>; byId: Map<string, ElementDraft> } | null = null;
  readonly #histories = new Map<ElementDraft, NodeHistories>();

  constructor(cib: XmlElement) {
    this.#root = new ElementDraft(cib, this.#counter);
  }

  /** The document as it is now. */
  finish(): XmlElement {
    return this.#root.finish();
  }

  get root(): ElementDraft {
    return this.#root;
  }

  /** A section of the document (`status`) or of its configuration (`nodes`, `crm_config`). */
  section(name: "status" | "nodes" | "crm_config"): ElementDraft {
    if (name === "status") return this.#root.findOrAppend("status");
    return this.#root.findOrAppend("configuration").findOrAppend(name);
  }

  /** One operation on the document. */
  operation<Result>(kind: "status" | "configuration", change: () => Result): Result {
    const before = this.#counter.changes;
    const result = change();
    if (this.#counter.changes === before) return result;
    if (kind === "configuration") {
      this.#count("epoch");
      this.#root.set("num_updates", "0");
    } else this.#count("num_updates");
    return result;
  }

  /** Adds a node to the configuration unless that has one of the name; the name is its id, too. */
  addNode(name: string): void {
    this.operation("configuration", () => {
      const nodes = this.section("nodes");
      if (nodes.find("node", "uname", name) === undefined) nodes.append("node", { id: name, uname: name });
    });
  }

  /**
   * A node's entry in the status, found by its name, else by its id, else added. Finding it by its id gives it the name.
   */
  nodeState({ name, id }: NodeName): ElementDraft {
    const { byName, byId } = this.#nodeStates();
    const named = byName.get(name);
    if (named !== undefined) return named;
    const state = this.operation("status", () => {
      const known = byId.get(id);
      if (known === undefined) return this.section("status").append("node_state", { id, uname: name });
      known.set("uname", name);
      return known;
    });
    byName.set(name, state);
    byId.set(id, state);
    return state;
  }

  /**
   * One operation on a node's entry in the status. Writing it makes the first of several elements with the same name and id
   * the sum of all.
   */
  writeNodeState<Result>(state: ElementDraft, change: () => Result): Result {
    return this.operation("status", () => {
      const result = change();
      const histories = this.#historiesOf(state);
      if (histories.hasRepeats) sumUp(state, histories);
      return result;
    });
  }

  /** What a node remembers of a resource, if that is one thing. */
  findHistory(state: ElementDraft, resource: string): ElementDraft | undefined {
    const { byId, repeated } = this.#historiesOf(state);
    return repeated.has(resource) ? undefined : byId.get(resource);
  }

  /** Adds a history of a resource. */
  addHistory(
    state: ElementDraft,
    attributes: Readonly<Record<string, string>> & { id: string },
  ): ElementDraft {
    const histories = this.#historiesOf(state);
    const list = state.findOrAppend("lrm", { id: state.get("id") ?? "" }).findOrAppend("lrm_resources");
    const made = list.append("lrm_resource", attributes);
    if (histories.repeated.has(attributes.id)) histories.added.push(made);
    else histories.byId.set(attributes.id, made);
    return made;
  }

  /** Removes what a node remembers: each kind in an operation of its own. */
  forget(state: ElementDraft): void {
    this.#histories.delete(state);
    for (const name of ["lrm", "transient_attributes"]) this.operation("status", () => state.remove(name));
  }

  #historiesOf(state: ElementDraft): NodeHistories {
    const known = this.#histories.get(state);
    if (known !== undefined) return known;
    const histories: NodeHistories = {
      byId: new Map(),
      repeated: new Set(),
      hasRepeats: hasRepeats(state.finish()),
      added: [],
    };
    for (const history of state.find("lrm")?.find("lrm_resources")?.childrenNamed("lrm_resource") ?? []) {
      const id = history.get("id");
      if (id === undefined) continue;
      if (histories.byId.has(id)) histories.repeated.add(id);
      else histories.byId.set(id, history);
    }
    this.#histories.set(state, histories);
    return histories;
  }

  #nodeStates(): { byName: Map<string, ElementDraft>; byId: Map<string, ElementDraft> } {
    if (this.#states !== null) return this.#states;
    const byName = new Map<string, ElementDraft>();
    const byId = new Map<string, ElementDraft>();
    for (const state of this.section("status").childrenNamed("node_state")) {
      const [name, id] = [state.get("uname"), state.get("id")];
      if (name !== undefined && !byName.has(name)) byName.set(name, state);
      if (id !== undefined && !byId.has(id)) byId.set(id, state);
    }
    this.#states = { byName, byId };
    return this.#states;
  }

  #count(version: "epoch" | "num_updates"): void {
    this.#root.set(version, String((parseInteger(this.#root.get(version) ?? "0") ?? 0) + 1));
  }
}
