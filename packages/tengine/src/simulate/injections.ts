import type { XmlElement } from "@sanode/cib";
import { type ClusterState, findResource, type Primitive, type Resource } from "@sanode/pengine";
import type { ElementDraft } from "./element-draft.js";
import type { Modification, SimulationEvent } from "./event.js";
import { countFailure } from "./fail-count.js";
import { type OperationSpec, parseOperationSpec } from "./operation-spec.js";
import { recordOperation, resourceHistory } from "./record-operation.js";
import { type NodeName, WorkingCib } from "./working-cib.js";

/** Changes to a cluster that one wants to see the answer to. Each kind is made in the order given, the kinds in this order. */
export interface Injections {
  /** Value of `have-quorum`; made only together with something else. */
  readonly quorum?: string;
  /** Value of the cluster option `have-watchdog`. */
  readonly watchdog?: string;
  /** Names of nodes that come online. */
  readonly up?: readonly string[];
  /** Names of nodes that have left cleanly, with all they remember. */
  readonly down?: readonly string[];
  /** Names of nodes that are lost. */
  readonly fail?: readonly string[];
  /** Tickets by id. */
  readonly grant?: readonly string[];
  readonly revoke?: readonly string[];
  readonly standby?: readonly string[];
  readonly activate?: readonly string[];
  /** Results of operations, as `RESOURCE_TASK_MILLISECONDS@NODE=EXITCODE`. */
  readonly operations?: readonly string[];
}

/** Something asked for that cannot even be begun: a node that is not known, a resource that has no history of its own. */
export class InjectionError extends Error {
  override readonly name = "InjectionError";
}

/** Whether there is anything to change; quorum alone is not. */
export function hasInjections(injections: Injections): boolean {
  const { quorum: _quorum, watchdog, ...lists } = injections;
  return watchdog !== undefined || Object.values(lists).some((list) => list.length > 0);
}

/**
 * Makes the changes in a copy of the CIB.
 *
 * @param state the cluster as the CIB has it, not yet scheduled
 * @param time the moment at which it all happens, in seconds since 1970
 * @throws InjectionError
 */
export function inject(
  cib: XmlElement,
  state: ClusterState,
  injections: Injections,
  time: number,
): { readonly cib: XmlElement; readonly events: readonly SimulationEvent[] } {
  const injector = new Injector(cib, state, time, (injections.up?.length ?? 0) > 0);
  injector.injectAll(injections);
  return { cib: injector.finish(), events: injector.events };
}

const UP = { in_ccm: "true", crmd: "online", join: "member", expected: "member" };
const DOWN = { in_ccm: "false", crmd: "offline", join: "down", expected: "down" };
const LOST = { ...UP, in_ccm: "false" };

class Injector {
  readonly events: SimulationEvent[] = [];
  readonly #cib: WorkingCib;
  readonly #state: ClusterState;
  readonly #time: number;
  /** Nodes that are not known are added: they came with others that were brought up. */
  readonly #addsNodes: boolean;

  constructor(cib: XmlElement, state: ClusterState, time: number, addsNodes: boolean) {
    this.#cib = new WorkingCib(cib);
    this.#state = state;
    this.#time = time;
    this.#addsNodes = addsNodes;
  }

  finish(): XmlElement {
    return this.#cib.finish();
  }

  injectAll(injections: Injections): void {
    const { quorum, watchdog } = injections;
    if (quorum !== undefined) this.#setQuorum(quorum);
    if (watchdog !== undefined) this.#setWatchdog(watchdog);
    for (const node of injections.up ?? []) this.#setNode({ of: "node", change: "Online", node }, UP);
    for (const node of injections.down ?? []) {
      this.#cib.forget(this.#setNode({ of: "node", change: "Offline", node }, DOWN));
    }
    for (const node of injections.fail ?? []) this.#setNode({ of: "node", change: "Failing", node }, LOST);
    this.#setTickets(injections.grant, "Granting", "granted", "true");
    this.#setTickets(injections.revoke, "Revoking", "granted", "false");
    this.#setTickets(injections.standby, "Standby", "standby", "true");
    this.#setTickets(injections.activate, "Activating", "standby", "false");
    for (const spec of injections.operations ?? []) this.#injectOperation(spec);
  }

  #tell(modification: Modification): void {
    this.events.push({ kind: "modification", ...modification });
  }

  #setQuorum(value: string): void {
    this.#tell({ of: "quorum", value });
    this.#cib.operation("status", () => this.#cib.root.set("have-quorum", value));
  }

  #setWatchdog(value: string): void {
    this.#tell({ of: "watchdog", value });
    this.#cib.operation("configuration", () => {
      const sets = this.#cib.section("crm_config");
      for (const set of sets.childrenNamed("cluster_property_set")) {
        const pair = set.find("nvpair", "name", "have-watchdog");
        if (pair !== undefined) return pair.set("value", value);
      }
      const id = "cib-bootstrap-options";
      const set = sets.find("cluster_property_set", "id", id) ?? sets.append("cluster_property_set", { id });
      set.append("nvpair", { id: `${id}-have-watchdog`, name: "have-watchdog", value });
    });
  }

  #setNode(
    modification: Extract<Modification, { of: "node" }>,
    values: Readonly<Record<string, string>>,
  ): ElementDraft {
    this.#tell(modification);
    const state = this.#cib.nodeState(this.#nodeNamed(modification.node));
    this.#cib.writeNodeState(state, () => {
      for (const [attribute, value] of Object.entries(values)) state.set(attribute, value);
      state.set("crm-debug-origin", "crm_simulate");
    });
    return state;
  }

  #nodeNamed(name: string): NodeName {
    const known = this.#state.nodesByName.get(name.toLowerCase());
    if (this.#addsNodes) this.#cib.addNode(name);
    else if (known === undefined) throw new InjectionError(`Node ${name} is not known to the cluster`);
    return { name, id: known?.id ?? name };
  }

  #setTickets(
    ids: readonly string[] | undefined,
    change: Extract<Modification, { of: "ticket" }>["change"],
    attribute: string,
    value: string,
  ): void {
    for (const id of ids ?? []) {
      this.#tell({ of: "ticket", change, ticket: id });
      this.#cib.operation("status", () => {
        const tickets = this.#cib.section("status").findOrAppend("tickets");
        const ticket = tickets.find("ticket_state", "id", id) ?? tickets.append("ticket_state", { id });
        ticket.set(attribute, value);
      });
    }
  }

  #injectOperation(text: string): void {
    this.#tell({ of: "operation", spec: text });
    const spec = parseOperationSpec(text);
    if ("kind" in spec) {
      const message =
        spec.kind === "incomplete"
          ? `Invalid operation spec: ${text}.  Only found ${spec.fields} fields`
          : "Invalid resource name: (null)";
      this.events.push({ kind: "error", message });
      return;
    }
    const resource = findResource(this.#state, spec.resource);
    if (resource === undefined) {
      this.events.push({ kind: "error", message: `Invalid resource name: ${spec.resource}` });
    } else this.#recordOperation(spec, resource);
  }

  #recordOperation(spec: OperationSpec, resource: Resource): void {
    const { agent } = resource.definition;
    if (!isPrimitive(resource) || agent === null) {
      throw new InjectionError(`${resource.id} is a ${resource.kind}: results belong to the resources in it`);
    }
    const state = this.#cib.nodeState(this.#nodeNamed(spec.node));
    this.#cib.writeNodeState(state, () => {
      this.#countFailure(state, spec);
      const history = resourceHistory(this.#cib, state, [spec.resource], { ...agent, id: spec.resource });
      if (history === undefined) {
        throw new InjectionError(`No history can be written for ${spec.resource} of class ${agent.class}`);
      }
      recordOperation(history, {
        ...spec,
        expectedCode: 0,
        exitReason: spec.exitCode === 0 || isMigration(spec.task) ? "" : "Simulated action result",
        time: this.#time,
      });
    });
  }

  #countFailure(state: ElementDraft, spec: OperationSpec): void {
    const { task } = spec;
    const isFatal = task === "stop" || (task === "start" && this.#state.options.startFailureIsFatal);
    for (const attribute of countFailure(state, { ...spec, isFatal, time: this.#time })) {
      this.events.push({ kind: "attribute", ...attribute });
    }
  }
}

function isPrimitive(resource: Resource): resource is Primitive {
  return resource.kind === "primitive";
}

/** Of an injected migration no reason is told. */
function isMigration(task: string): boolean {
  return task === "migrate_to" || task === "migrate_from";
}
