import type { NodeValue } from "@sanode/attributes";
import { fromEpoch, type XmlElement } from "@sanode/cib";
import {
  describeFailure,
  type FenceRequest,
  type FencingOutcome,
  Observers,
  type OperationRecord,
} from "@sanode/fencing";
import {
  type ClusterState,
  formatStatus,
  type Schedule,
  type StatusOptions,
  schedule,
  unpack,
} from "@sanode/pengine";
import { type ActionResult, type Clock, SystemClock } from "@sanode/ra";
import { type AlertRunner, Alerts } from "./alerts/alerts.js";
import type { CibStorage } from "./cib/cib-storage.js";
import { type ChangeOrigin, InformationBase } from "./cib/information-base.js";
import { withPermanentAttribute } from "./cib/permanent-attribute.js";
import { startingDocument } from "./cib/starting-document.js";
import { Decider } from "./engine/decider.js";
import { EvaluationLoop } from "./engine/evaluation-loop.js";
import { ClusterError } from "./errors.js";
import type { ClusterEvent, ClusterObserver } from "./events.js";
import { ClusterFencing } from "./fencing/cluster-fencing.js";
import type { NodeHost, NodeName } from "./host/node-host.js";
import { type ManualAction, manualRequest } from "./manual/manual-action.js";
import type { LocalNode } from "./member/local-node.js";
import type { Member } from "./member/member.js";
import { Membership } from "./member/membership.js";
import type { NodeAttributeUpdate } from "./member/transient-attributes.js";
import { type HistorySelection, type SelectedHistory, selectHistory } from "./recovery/select-history.js";

export interface ClusterOptions {
  /**
   * A CIB, as text or as an element. What its status section says of nodes is dropped: none has been seen
   * yet.
   */
  readonly configuration: XmlElement | string;
  /** The names of the nodes. Those that the configuration does not have are added to it. */
  readonly nodes: readonly string[];
  /** What the nodes live on. The cluster closes it when it ends. */
  readonly host: NodeHost;
  /** By default the computer's. */
  readonly clock?: Clock;
  /** Hears of everything from the beginning. */
  readonly observer?: ClusterObserver;
  /** Keeps each configuration that the cluster has. What it has kept before is for the caller to hand in. */
  readonly storage?: CibStorage;
  /** Runs the alert agents that the configuration names; without it there are no alerts. */
  readonly alerts?: AlertRunner;
}

/** How a cluster ended. */
export interface StopReport {
  /** Nodes that could not end in good order, and were killed with what they ran. */
  readonly killed: readonly string[];
}

/** Seconds that fencing devices without a timeout of their own get. */
const FENCING_TIMEOUT = 120;

type Phase = "new" | "running" | "stopping" | "ended";

/**
 * A cluster of nodes that all live in this process: one CIB, one who decides, and for each node a local
 * resource manager that runs agents. It does what its configuration says, and deals with what goes wrong as
 * Pacemaker does.
 *
 * It works from `start` to `stop` or `kill`, one of which has to be called: timers keep the process alive
 * until then.
 */
export class Cluster {
  readonly #host: NodeHost;
  readonly #clock: Clock;
  readonly #observers = new Observers<ClusterEvent>();
  readonly #membership: Membership;
  readonly #fencing: ClusterFencing;
  readonly #base: InformationBase;
  readonly #loop: EvaluationLoop;
  readonly #storage: CibStorage | undefined;
  /** The end of the latest attempt to keep the configuration. */
  #kept: Promise<void> = Promise.resolve();
  #phase: Phase = "new";
  #stopping: Promise<StopReport> | undefined;

  /** @throws XmlError, SchemaError or ClusterError if the configuration cannot be used */
  constructor(options: ClusterOptions) {
    const { host, clock = new SystemClock(), observer, storage, alerts } = options;
    const document = startingDocument(options.configuration, options.nodes);
    this.#host = host;
    this.#clock = clock;
    const observers = this.#observers;
    if (observer !== undefined) observers.add(observer);
    this.#fencing = new ClusterFencing({
      nodes: options.nodes,
      agents: host.fenceAgents,
      clock,
      cib: document.cib,
      onResult: (record) => observers.tell({ kind: "fencing", record }),
    });
    const booter = { boot: (node: NodeName) => this.#fencing.equip(node.name, host.boot(node)) };
    this.#membership = new Membership({
      document,
      host: booter,
      clock,
      observers,
      onEvent: (node, event) => decider.hear(node, event),
      changed: (reason) => this.#loop.request(reason),
    });
    observers.add((event) => {
      if (event.kind === "node-left") this.#fencing.leave(event.node);
    });
    this.#base = new InformationBase(document.cib, this.#membership);
    const decider = new Decider({
      base: this.#base,
      membership: this.#membership,
      fencing: this.#fencing,
      clock,
      loadAverage: () => host.loadAverage(),
      observers,
      changed: (reason) => this.#loop.request(reason),
    });
    this.#loop = new EvaluationLoop(decider, clock, () => observers.tell({ kind: "settled" }));
    this.#storage = storage;
    this.#keep();
    if (alerts !== undefined) this.#alert(alerts);
  }

  /** The CIB as it is now: the configuration and what is known of the nodes. */
  get cib(): XmlElement {
    return this.#base.cib;
  }

  /** All nodes, and whether they are up. */
  get nodes(): readonly { readonly id: string; readonly name: string; readonly isUp: boolean }[] {
    return Array.from(this.#membership.nodes.values(), ({ member: { id, name, isActive } }) => ({
      id,
      name,
      isUp: isActive,
    }));
  }

  /** Lets somebody hear of everything that happens. Returns what ends it. */
  observe(observer: ClusterObserver): () => void {
    return this.#observers.add(observer);
  }

  /** The state of the cluster as the policy engine reads it. */
  state(): ClusterState {
    return unpack(this.cib, { now: fromEpoch(this.#seconds()), live: true });
  }

  /** The state of the cluster as administrators of Pacemaker know it, in lines. */
  statusText(options: StatusOptions = {}): string {
    return `${formatStatus(this.state(), "Current cluster status", options).join("\n")}\n`;
  }

  /** What would be decided now, and the scores that lead to it. Nothing is done. */
  preview(): Schedule {
    return schedule(this.cib, { now: fromEpoch(this.#seconds()), recordPlacement: true, live: true });
  }

  /** Switches all nodes on. What follows takes its time: see `settled`. */
  start(): void {
    this.#require("new", "started");
    this.#phase = "running";
    this.#loop.request("The cluster was started");
    for (const node of this.#membership.nodes.values()) this.#membership.boot(node);
  }

  /** Resolves when nothing is left to be done. */
  settled(): Promise<void> {
    return this.#loop.settled();
  }

  /**
   * Takes a node away, as by loss of power: everything that it started ends at once. Resolves when that is so
   * and the cluster knows; what it does about it follows. Rejects if something could not be ended.
   */
  async loseNode(name: string): Promise<void> {
    const node = this.#node(name);
    if (!node.member.isMember) throw new ClusterError("wrong-state", `Node ${name} is not up`);
    // Nothing is decided without knowing of the loss, nor before it is certain that the node runs nothing any
    // more.
    const release = this.#loop.hold(`Node ${name} was lost`);
    try {
      await this.#membership.lose(node);
    } finally {
      release();
    }
  }

  /**
   * Switches a node on again that was lost, fenced or shut down. It has forgotten everything, and is asked
   * what it runs.
   */
  async restoreNode(name: string): Promise<void> {
    this.#require("running", "given a node");
    const node = this.#node(name);
    if (node.member.isActive) throw new ClusterError("wrong-state", `Node ${name} is up`);
    const release = this.#loop.hold(`Node ${name} joined`);
    try {
      // What was decided without it comes to its end first: it may be being fenced.
      await this.#loop.idle();
      this.#require("running", "given a node");
      if (!node.member.isActive) this.#membership.boot(node);
    } finally {
      release();
    }
  }

  /**
   * Sets a node attribute, or removes it if the value is null: for good (`forever`, in the configuration) or
   * until the node ends (`reboot`, in the status), for which it has to be up.
   */
  setNodeAttribute(
    node: string,
    attribute: string,
    value: string | null,
    lifetime: "forever" | "reboot" = "forever",
  ): void {
    const { member } = this.#node(node);
    if (lifetime === "reboot") {
      if (!member.isActive) throw new ClusterError("wrong-state", `Node ${node} is not up`);
      const request = { name: attribute, node: member.name };
      this.updateAttributes(
        value === null ? { ...request, operation: "delete" } : { ...request, operation: "update", value },
      );
      return;
    }
    const configuration = withPermanentAttribute(this.#base.configured, member.id, attribute, value);
    if (this.#configured(configuration)) this.#loop.request(`Attribute ${attribute} of ${node} changed`);
  }

  /**
   * Changes transient node attributes as Pacemaker's attribute manager does: with dampening, privately, counting up, by a
   * pattern. Several requests take effect together. What is set for a node that is down is kept until it comes.
   *
   * @throws ClusterError if there is no such node, or the cluster does not run
   */
  updateAttributes(...requests: readonly NodeAttributeUpdate[]): void {
    this.#requireWorking("given attributes");
    const meant = requests.map((request) => ({ ...request, node: this.#member(request.node).name }));
    this.#membership.attributes.update(...meant);
  }

  /**
   * The values of a transient node attribute as they are known, whether or not they have been written to the CIB: of one
   * node or of all. Undefined if there is no such attribute. A node for which it was never set has the value null.
   *
   * @throws ClusterError if there is no such node
   */
  queryAttribute(name: string, node?: string): readonly NodeValue[] | undefined {
    if (node !== undefined) this.#member(node);
    return this.#membership.attributes.query(name, node);
  }

  /** Writes what is known of transient node attributes to the CIB, without waiting for any dampening. */
  refreshAttributes(): void {
    this.#requireWorking("asked for attributes");
    this.#membership.attributes.refresh();
  }

  /**
   * Puts another configuration in the place of the present one. It gets the next version.
   *
   * @param origin who made it, for the record
   * @throws XmlError, SchemaError or ClusterError if it cannot be used; then nothing has changed
   */
  configure(configuration: XmlElement | string, origin?: ChangeOrigin): void {
    const { nodes } = this.#membership;
    const ids = new Map(Array.from(nodes, ([name, { member }]) => [name, member.id]));
    const document = startingDocument(configuration, [...nodes.keys()], ids);
    this.#membership.configured(document);
    if (this.#configured(document.cib, origin)) this.#loop.request("The configuration changed");
  }

  /** Resolves when the present configuration is kept; rejects if it cannot be. */
  kept(): Promise<void> {
    return this.#kept;
  }

  /**
   * Forgets what is known of resources and of their failures, so that they are looked at anew. Resolves with
   * what was forgotten, when it is; what follows takes its time.
   *
   * @throws ClusterError if there is no such resource or node
   */
  async forget(selection: HistorySelection): Promise<readonly SelectedHistory[]> {
    const name = selection.node === undefined ? undefined : this.#node(selection.node).member.name;
    const known = new Map(
      Array.from(this.#membership.nodes, ([node, { member }]) => [node, member.knownResources()] as const),
    );
    const meant = { ...selection, ...(name !== undefined && { node: name }) };
    const selected = selectHistory(this.state(), known, meant);
    if (selected.length === 0) return selected;
    const release = this.#loop.hold("History was deleted");
    try {
      await Promise.all(selected.map((history) => this.#forget(history, selection)));
    } finally {
      release();
    }
    return selected;
  }

  /**
   * Tells the cluster that a resource has failed where it is known.
   *
   * @throws ClusterError if the node is not up or knows no such resource
   */
  fail(resource: string, node: string): void {
    const { manager, member } = this.#node(node);
    if (manager === undefined) throw new ClusterError("wrong-state", `Node ${node} is not up`);
    if (!manager.failResource(resource)) {
      throw new ClusterError("unknown-resource", `Resource ${resource} is not known on ${member.name}`);
    }
  }

  /**
   * Runs an agent for a resource on a node, past the cluster, which will find out what has changed by its monitors only.
   * Resolves with what came of it.
   *
   * @throws ClusterError if the node is not up, or if that makes no sense for the resource
   */
  async runByHand(manual: ManualAction): Promise<ActionResult> {
    const node = this.#node(manual.node);
    const result = await node.runByHand(manualRequest(this.state(), manual));
    if (result === undefined) throw new ClusterError("wrong-state", `Node ${manual.node} is not up`);
    return result;
  }

  /**
   * Fences a node to be sure of it, whether or not it is up: by the devices of the configuration if it has any, and by
   * ending it here. Resolves when that is so; what follows takes its time. Rejects with a ClusterError if it could not be
   * done.
   */
  async fence(name: string): Promise<void> {
    const request = { action: "reboot", timeout: FENCING_TIMEOUT, client: `sanode.${process.pid}` } as const;
    const { succeeded, result } = await this.requestFencing(name, request);
    if (succeeded) return;
    const { text } = describeFailure(result);
    const reason = result.reason === null ? "" : ` (${result.reason})`;
    throw new ClusterError("not-fenced", `Node ${name} could not be fenced: ${text}${reason}`);
  }

  /**
   * The same for whoever wants to say more, or to know more: an outcome that is no success means that the node is not
   * fenced. `on` unfences a node, and does not start it here.
   *
   * @throws ClusterError if there is no such node; FencingError if the request makes no sense
   */
  requestFencing(name: string, request: Omit<FenceRequest, "target">): Promise<FencingOutcome> {
    const { member } = this.#node(name);
    return this.#fencing.fence({ ...request, target: member.name, allowSelfFencing: true }, (node) =>
      this.#end(node, `Node ${name} was fenced`),
    );
  }

  /**
   * Takes the word of somebody who has made sure of it that a node is down: it is ended here, and counts as fenced.
   *
   * @param client who says so, `NAME.PID`
   */
  confirmFencing(name: string, client: string): Promise<FencingOutcome> {
    const { member } = this.#node(name);
    return this.#fencing.confirm(member.name, client, (node) =>
      this.#end(node, `Node ${name} was confirmed to be down`),
    );
  }

  /** All fencing that is remembered: what is under way first, then the latest. */
  get fencingHistory(): readonly OperationRecord[] {
    return this.#fencing.history;
  }

  /**
   * Stops everything in good order, then the nodes, and ends. What cannot be stopped is killed in the end. It
   * takes as long as the operations take; `kill` cuts it short.
   */
  stop(): Promise<StopReport> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends at once, with everything that the nodes started. Rejects if something could not be ended. */
  async kill(): Promise<void> {
    this.#phase = "ended";
    this.#loop.end();
    this.#membership.attributes.close();
    // What nodes that ended in good order have left running was not to be stopped; it is for the host to say.
    const present = [...this.#membership.nodes.values()].filter(({ hasLeft }) => !hasLeft);
    const crashes = present.map((node) => node.crash());
    const crashed = await Promise.allSettled(crashes);
    await this.#host.close();
    await this.#kept.catch(() => {});
    for (const crash of crashed) if (crash.status === "rejected") throw crash.reason;
  }

  async #stop(): Promise<StopReport> {
    const killed: string[] = [];
    try {
      if (this.#phase === "running") await this.#shutDown();
      for (const { name, isUp } of this.nodes) if (isUp) killed.push(name);
    } finally {
      await this.kill();
    }
    return { killed };
  }

  /** Source: Pacemaker Explained, "Status", the node attribute `shutdown`. */
  async #shutDown(): Promise<void> {
    this.#phase = "stopping";
    this.#loop.request("The cluster is to stop");
    const value = String(this.#seconds());
    for (const { member } of this.#membership.nodes.values()) {
      if (!member.isActive) continue;
      member.expectDown();
      const { name: node } = member;
      this.#membership.attributes.update({ operation: "update", name: "shutdown", node, value });
    }
    await this.#loop.settled();
  }

  /** Nothing is decided while a node is being ended. */
  async #end(node: string, reason: string): Promise<void> {
    const release = this.#loop.hold(reason);
    try {
      await this.#membership.fence(node);
    } finally {
      release();
    }
  }

  #configured(cib: XmlElement, origin?: ChangeOrigin): boolean {
    const isChanged = this.#base.configure(cib, origin);
    if (isChanged) this.#fencing.configure(cib);
    if (isChanged) this.#keep();
    return isChanged;
  }

  #alert(runner: AlertRunner): void {
    const alerts = new Alerts({
      runner,
      clock: this.#clock,
      configuration: () => this.#base.configured,
      nodeId: (name) => this.#membership.nodes.get(name)?.member.id,
      onProblem: (alert, problem) => this.#observers.tell({ kind: "alert-failed", alert, problem }),
    });
    this.#observers.add((event) => alerts.hear(event));
  }

  #keep(): void {
    if (this.#storage === undefined) return;
    this.#kept = this.#storage.write(this.#base.configured);
    this.#kept.catch((error: unknown) => this.#observers.tell({ kind: "not-kept", error }));
  }

  async #forget({ resource, node }: SelectedHistory, selection: HistorySelection): Promise<void> {
    const { member, manager } = this.#node(node);
    const { operation, interval = 0 } = selection;
    this.#membership.attributes.clearFailures({
      node: member.name,
      resource,
      ...(operation !== undefined && { operation, interval }),
    });
    if (manager === undefined) member.forget(resource);
    else await manager.deleteHistory(resource);
  }

  #node(name: string): LocalNode {
    const node = this.#membership.nodes.get(name);
    if (node === undefined) throw new ClusterError("unknown-node", `There is no node ${name}`);
    return node;
  }

  #member(name: string): Member {
    const member = this.#membership.member(name);
    if (member === undefined) throw new ClusterError("unknown-node", `There is no node ${name}`);
    return member;
  }

  #requireWorking(what: string): void {
    if (this.#phase !== "stopping") this.#require("running", what);
  }

  #require(phase: Phase, what: string): void {
    if (this.#phase === phase) return;
    throw new ClusterError("wrong-state", `The cluster cannot be ${what}: it is ${this.#phase}`);
  }

  #seconds(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}
