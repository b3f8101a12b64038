import { randomUUID } from "node:crypto";
import { firstElement, fromEpoch, type XmlElement } from "@sanode/cib";
import { type Clock, ExecutionStatus, OCF, SystemClock } from "@sanode/ra";
import type { FenceAgents } from "./agent/fence-agents.js";
import { type FencingResult, failure, SUCCESS, succeeded } from "./agent/fencing-result.js";
import { MetadataCatalog } from "./agent/metadata-catalog.js";
import { type PassedOver, readDevices } from "./configuration/read-devices.js";
import { AgentDevice } from "./device/agent-device.js";
import type { DeviceDefinition } from "./device/definition.js";
import { DeviceTable } from "./device/device-table.js";
import type { DeviceQuery, DeviceReport, FencingDevice } from "./device/fencing-device.js";
import { FencingError } from "./errors.js";
import type { FencingEvent, FencingObserver } from "./events.js";
import { capableDevices } from "./executor/capable-devices.js";
import { carryOut, type TargetedOrder } from "./executor/carry-out.js";
import type { OperationRecord } from "./history/record.js";
import { Observers } from "./observers.js";
import { Coordinator } from "./operation/coordinator.js";
import type { FencingMessage, FencingNetwork } from "./peer/fencing-message.js";
import { LocalFencingNetwork } from "./peer/local-network.js";
import { checkRequest, type FenceRequest, type FencingOutcome } from "./request.js";
import { readTopology, Topology } from "./topology/topology.js";
import { type Panic, WatchdogDevice } from "./watchdog/watchdog-device.js";
import {
  doesWatchdogFencing,
  isMisnamedWatchdog,
  isWatchdog,
  NO_WATCHDOG,
  WATCHDOG_DEVICE,
  type WatchdogFencing,
  watchdogFencing,
} from "./watchdog/watchdog-fencing.js";
import { watchdogTimeout } from "./watchdog/watchdog-timeout.js";

export interface FencerOptions {
  /** The name of the node. */
  readonly node: string;
  readonly agents: FenceAgents;
  /** Leads to the fencers of the other nodes; without it there are none. */
  readonly network?: FencingNetwork;
  /** By default the computer's. */
  readonly clock?: Clock;
  /** By what this fencer is known where it asks another for something; by default `pacemaker-fenced.PID`. */
  readonly client?: string;
  /** A number from 0 to below 1, for the delays of devices. */
  readonly random?: () => number;
  /** Ends this node at once. Without it the node does no watchdog fencing itself. */
  readonly panic?: Panic;
  /** The time that sbd gives the hardware watchdog, as its variable SBD_WATCHDOG_TIMEOUT says. */
  readonly sbdTimeout?: string;
}

/** A device that the configuration has and this node does not use. */
export interface UnusedDevice {
  readonly device: string;
  readonly why: PassedOver | "misnamed-watchdog";
}

/**
 * The fencing service of one node: knows the devices that the node may use and which of them fence which node, sees to
 * requests together with the fencers of the other nodes, and remembers what was done.
 *
 * It checks neither quorum nor whether a target is a node; that is the affair of whoever asks.
 */
export class Fencer {
  readonly node: string;
  readonly #clock: Clock;
  readonly #network: FencingNetwork;
  readonly #observers = new Observers<FencingEvent>();
  readonly #devices: DeviceTable;
  readonly #panic: Panic | undefined;
  readonly #sbdTimeout: string | undefined;
  readonly #coordinator: Coordinator;
  readonly #leave: () => void;
  #topology = new Topology();
  #watchdog: WatchdogFencing = NO_WATCHDOG;
  #watchdogDevice: WatchdogDevice | null = null;
  #unused: readonly UnusedDevice[] = [];
  /** The configuration that counts, or is being read. */
  #configuration: XmlElement | undefined;
  #configuring: Promise<void> = Promise.resolve();
  readonly #life = new AbortController();

  constructor(options: FencerOptions) {
    const { node, agents, clock = new SystemClock(), random = Math.random } = options;
    this.node = node;
    this.#clock = clock;
    this.#network = options.network ?? new LocalFencingNetwork().for(node);
    this.#panic = options.panic;
    this.#sbdTimeout = options.sbdTimeout;
    const { signal } = this.#life;
    const mortal: FenceAgents = {
      resolve: (type) => agents.resolve(type),
      run: (call) => agents.run({ ...call, signal }),
    };
    const metadata = new MetadataCatalog(mortal, clock);
    const world = { node, agents: mortal, metadata, clock, random };
    this.#devices = new DeviceTable(async (definition) => {
      const device = new AgentDevice(definition, await agents.resolve(definition.type), world);
      await device.metadata();
      return device;
    });
    this.#coordinator = new Coordinator({
      node,
      client: options.client ?? `pacemaker-fenced.${process.pid}`,
      clock,
      network: this.#network,
      observers: this.#observers,
      newId: randomUUID,
      surroundings: (target) => ({
        levels: this.#topology.levels(target),
        activePeers: this.#network.peers.length,
        watchdog: doesWatchdogFencing(this.#watchdog, target) ? this.#watchdog.timeout : 0,
        switchesOnAgain: (device) => this.#devices.get(device)?.switchesOnAgain === true,
      }),
    });
    this.#leave = this.#network.join((from, message) => this.#receive(from, message));
  }

  /** Ids of the devices that this node can use. */
  get devices(): readonly string[] {
    return this.#usable().map(({ id }) => id);
  }

  /** Devices that the configuration has and this node does not use. */
  get unusedDevices(): readonly UnusedDevice[] {
    return this.#unused;
  }

  /** All operations that are remembered: pending ones first, then the latest. */
  get history(): readonly OperationRecord[] {
    return this.#coordinator.history.list();
  }

  /**
   * When an operation on a node succeeded last, whatever it was, in milliseconds since 1970; null if none is
   * remembered.
   */
  lastFenced(target: string): number | null {
    return (
      this.history.find((record) => record.state === "completed" && record.target === target)?.completed ??
      null
    );
  }

  /** Lets somebody hear of everything that happens. Returns what ends it. */
  observe(observer: FencingObserver): () => void {
    return this.#observers.add(observer);
  }

  /**
   * Takes over the devices and levels of a configuration. Resolves when the agents of all devices have been asked for
   * their meta-data; requests that come before wait for that. Costs nothing if the `configuration` element is the one
   * that was taken over last.
   *
   * @param cib upgraded to the latest schema
   */
  configure(cib: XmlElement): Promise<void> {
    this.#requireAlive();
    const configuration = firstElement(cib, "configuration");
    if (configuration === undefined || configuration !== this.#configuration) {
      this.#configuration = configuration;
      this.#configuring = this.#configuring.then(() => this.#configure(cib));
    }
    return this.#configuring;
  }

  /**
   * Fences a node, or unfences it, and resolves when it is known how that ended: it does not reject because of that.
   *
   * @throws FencingError if the request makes no sense, or the fencer has been stopped
   */
  async fence(request: FenceRequest): Promise<FencingOutcome> {
    this.#requireAlive();
    checkRequest(request);
    await this.#configuring;
    this.#requireAlive();
    return this.#coordinator.request(request);
  }

  /**
   * Takes somebody's word that a node is down, who has made sure of it by hand: it counts as fenced from now on, in
   * the whole cluster. Nothing is checked.
   *
   * @throws FencingError if a name is missing, or the fencer has been stopped
   */
  async confirm(target: string, client: string): Promise<FencingOutcome> {
    this.#requireAlive();
    const request = { target, action: "off", timeout: 1, client } as const;
    checkRequest(request);
    return this.#coordinator.confirm(request);
  }

  /** Registers a device otherwise than by the configuration: because it is started here, or by hand. */
  async registerDevice(definition: DeviceDefinition): Promise<void> {
    this.#requireAlive();
    if (definition.id === WATCHDOG_DEVICE || isMisnamedWatchdog(definition)) return;
    await this.#devices.register(definition, "direct");
    this.#observers.tell({ kind: "device-added", device: definition.id });
  }

  /** Takes such a registration back; the device stays if the configuration has it. */
  unregisterDevice(id: string): void {
    this.#requireAlive();
    this.#devices.unregister(id, "direct");
    this.#observers.tell({ kind: "device-removed", device: id });
  }

  /**
   * Adds a device to a level otherwise than by the configuration, until that is taken over anew.
   *
   * @param target a node's name, `@` and a pattern for names, or `ATTRIBUTE=VALUE`
   * @param index from 1 to 9
   * @throws FencingError for another index
   */
  registerLevel(target: string, index: number, device: string): void {
    this.#requireAlive();
    this.#topology.add(target, index, device);
  }

  /**
   * Removes a level.
   *
   * @param index from 1 to 9; 0 for all levels of the target
   * @throws FencingError for another index
   */
  removeLevel(target: string, index: number): void {
    this.#requireAlive();
    this.#topology.remove(target, index);
  }

  /**
   * Asks a device whether it works. It has to be registered directly.
   *
   * @param timeout in whole seconds, if the device has none of its own
   */
  async monitorDevice(id: string, timeout: number): Promise<FencingResult> {
    if (id === WATCHDOG_DEVICE) return this.#askWatchdog();
    if (!this.#devices.isDirect(id)) return failure(ExecutionStatus.NO_FENCE_DEVICE, `'${id}' not active`);
    return this.#ask(id, "monitor", undefined, timeout);
  }

  /** Asks a device which nodes it can fence. The answer's names are in the output; see also `parseTargetList`. */
  async listTargets(id: string, timeout: number): Promise<FencingResult> {
    if (id === WATCHDOG_DEVICE) return this.#askWatchdog();
    return this.#ask(id, "list", undefined, timeout);
  }

  /** Asks a device for the state of a node: exit status 0 for on, 2 for off. */
  targetStatus(id: string, target: string, timeout: number): Promise<FencingResult> {
    return this.#ask(id, "status", target, timeout);
  }

  /** What each device of this node can do to a node, in the order in which they are tried. */
  async capableDevices(query: DeviceQuery): Promise<readonly DeviceReport[]> {
    await this.#configuring;
    const capable = await capableDevices(this.#usable(), query);
    return capable.map(({ report }) => report);
  }

  /**
   * Forgets what is over, of one target or of all, in the whole cluster.
   *
   * @param target null for all
   */
  cleanHistory(target: string | null): void {
    this.#requireAlive();
    this.#coordinator.cleanHistory(target);
  }

  /** Tells all fencers what this one remembers, and asks them for what it has missed. */
  synchronizeHistory(): void {
    this.#requireAlive();
    this.#coordinator.synchronizeHistory();
  }

  /** Ends the service: agents that run are killed, and who waits for something hears that the service is gone. */
  stop(): void {
    if (this.#life.signal.aborted) return;
    this.#leave();
    this.#life.abort();
    this.#devices.close();
    this.#coordinator.close();
  }

  async #configure(cib: XmlElement): Promise<void> {
    if (this.#life.signal.aborted) return;
    this.#topology = readTopology(cib);
    const now = fromEpoch(Math.floor(this.#clock.now() / 1000));
    const configured = readDevices(cib, this.node, now);
    const definitions = configured.map(({ definition }) => definition);
    this.#watchdog = watchdogFencing(watchdogTimeout(cib, this.#sbdTimeout), definitions);
    const endsItself = this.#panic !== undefined && doesWatchdogFencing(this.#watchdog, this.node);
    this.#watchdogDevice = endsItself ? new WatchdogDevice(this.node, this.#panic) : null;
    const misnamed = definitions.filter(isMisnamedWatchdog).map(({ id }) => id);
    this.#unused = configured.flatMap(({ definition: { id }, passedOver }): UnusedDevice[] => {
      if (misnamed.includes(id)) return [{ device: id, why: "misnamed-watchdog" }];
      return passedOver === null ? [] : [{ device: id, why: passedOver }];
    });
    const used = configured.filter(
      ({ definition, passedOver }) =>
        passedOver === null && !isWatchdog(definition) && !isMisnamedWatchdog(definition),
    );
    await this.#devices.configure(used.map(({ definition }) => definition));
  }

  /** In the order in which devices are tried. */
  #usable(): readonly FencingDevice[] {
    return this.#watchdogDevice === null
      ? this.#devices.devices
      : [...this.#devices.devices, this.#watchdogDevice];
  }

  #receive(from: string, message: FencingMessage): void {
    switch (message.kind) {
      case "query": {
        const { operation } = message;
        this.#coordinator.noteQuery(operation);
        void this.capableDevices(operation).then((reports) =>
          this.#send(from, { kind: "reply", operation: operation.id, reports }),
        );
        return;
      }
      case "execute": {
        const { operation, attempt, order } = message;
        const { target, client } = operation;
        void this.#carryOut({ ...order, target, client }).then((result) =>
          this.#send(from, { kind: "answer", operation: operation.id, attempt, result }),
        );
        return;
      }
      default:
        this.#coordinator.receive(from, message);
    }
  }

  /** A fencer that has been stopped is silent, like a node that is gone. */
  #send(to: string, message: FencingMessage): void {
    if (!this.#life.signal.aborted) this.#network.send(to, message);
  }

  async #carryOut(order: TargetedOrder): Promise<FencingResult> {
    await this.#configuring;
    return carryOut(order, this.#usable());
  }

  async #ask(
    id: string,
    action: string,
    target: string | undefined,
    timeout: number,
  ): Promise<FencingResult> {
    this.#requireAlive();
    await this.#configuring;
    const device = this.#devices.get(id);
    if (device === undefined) return failure(ExecutionStatus.NO_FENCE_DEVICE, `'${id}' not found`);
    const to = target === undefined ? {} : { target };
    const result = await device.perform({ action, ...to, timeout, delay: -1, client: this.node });
    if (succeeded(result)) device.verified = true;
    return result;
  }

  #askWatchdog(): FencingResult {
    const { timeout, nodes } = this.#watchdog;
    if (timeout === 0) {
      return failure(
        ExecutionStatus.NO_FENCE_DEVICE,
        "Watchdog fence device not configured",
        OCF.ERR_GENERIC,
      );
    }
    return { ...SUCCESS, output: [...(nodes ?? [])].join("\n") };
  }

  #requireAlive(): void {
    if (this.#life.signal.aborted)
      throw new FencingError("stopped", `The fencer of ${this.node} was stopped`);
  }
}
