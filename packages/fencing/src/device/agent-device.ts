import { equalIgnoringCase, lowerAscii } from "@sanode/cib";
import { type Clock, ExecutionStatus } from "@sanode/ra";
import { agentInput } from "../agent/agent-input.js";
import { runWithAttempts } from "../agent/attempts.js";
import type { FenceAgents, ResolvedAgent } from "../agent/fence-agents.js";
import type { FenceMetadata } from "../agent/fence-metadata.js";
import { type FencingResult, succeeded } from "../agent/fencing-result.js";
import type { MetadataCatalog } from "../agent/metadata-catalog.js";
import { ActionQueue, type QueuedAction } from "./action-queue.js";
import { actionLimit, configuredAttempts, configuredTimeout, type DeviceDefinition } from "./definition.js";
import { chooseDelay, configuredDelay } from "./delay.js";
import type {
  ActionTerms,
  DeviceAction,
  DeviceQuery,
  DeviceReport,
  FencingAction,
  FencingDevice,
} from "./fencing-device.js";
import { hostCheck } from "./host-check.js";
import { type HostMap, parseHostMap, parseTargetList } from "./targets.js";

/** What devices of a node need of the world. */
export interface DeviceWorld {
  /** The node's name. */
  readonly node: string;
  readonly agents: FenceAgents;
  readonly metadata: MetadataCatalog;
  readonly clock: Clock;
  /** A number from 0 to below 1, for delays. */
  readonly random: () => number;
}

/** Seconds for which a list of targets is believed. */
const LIST_AGE = 60;
/** Seconds for asking a device, if nobody says. */
const DEFAULT_TIMEOUT = 60;

/** A device with a fence agent. */
export class AgentDevice implements FencingDevice {
  readonly definition: DeviceDefinition;
  verified = false;
  readonly #agent: ResolvedAgent;
  readonly #parameters: ReadonlyMap<string, string>;
  readonly #world: DeviceWorld;
  readonly #queue: ActionQueue;
  readonly #hostMap: HostMap;
  readonly #hostList: ReadonlySet<string>;
  /** What the agent listed last, and when in seconds of the clock. */
  #list: { readonly targets: ReadonlySet<string>; readonly at: number } | undefined;
  /** Its agent could not list targets and is asked for each one. */
  #asksStatus = false;

  constructor(definition: DeviceDefinition, agent: ResolvedAgent, world: DeviceWorld) {
    this.definition = definition;
    this.#agent = agent;
    this.#world = world;
    this.#parameters = new Map([...definition.parameters, ...agent.parameters]);
    this.#hostMap = parseHostMap(this.#parameters.get("pcmk_host_map") ?? "");
    this.#hostList = parseTargetList(this.#parameters.get("pcmk_host_list") ?? "");
    const limit = actionLimit(this.#parameters);
    this.#queue = new ActionQueue(limit, (action) => this.#carryOut(action), world.clock);
  }

  get id(): string {
    return this.definition.id;
  }

  metadata(): Promise<FenceMetadata | undefined> {
    return this.#world.metadata.of(this.#agent.agent, this.#agent.parameters);
  }

  async isAutomatic(): Promise<boolean> {
    if (lowerAscii(this.definition.provides ?? "") === "unfencing") return true;
    return (await this.metadata())?.actions.get("on")?.automatic === true;
  }

  async knowsAtOnce(): Promise<boolean> {
    switch (hostCheck(this.#parameters, await this.metadata())) {
      case "none":
      case "invalid":
      case "static-list":
        return true;
      case "dynamic-list":
        return !this.#asksStatus && this.#isListFresh();
      case "status":
        return false;
    }
  }

  async report(query: DeviceQuery): Promise<DeviceReport | undefined> {
    const metadata = await this.metadata();
    if (query.action === "on" && metadata?.actions.has("on") !== true) return undefined;
    const terms = this.#terms(query, metadata);
    if (!Object.values(terms).some(({ allowed }) => allowed)) return undefined;
    if (!(await this.#canFence(query))) return undefined;
    return { device: this.id, verified: this.verified, automatic: await this.isAutomatic(), terms };
  }

  async perform(request: DeviceAction): Promise<FencingResult> {
    const metadata = await this.metadata();
    const action = effectiveAction(request.action, metadata);
    const { target, client } = request;
    const delayed = action === "off" || action === "reboot";
    const own = configuredDelay(this.#parameters, target);
    return this.#queue.add({
      action,
      target,
      client,
      timeout: configuredTimeout(this.#parameters, action) ?? request.timeout,
      delay: delayed ? chooseDelay(own, request.delay, this.#world.random()) : 0,
    });
  }

  /** Takes over what waits for a device that this one replaces. */
  inherit(replaced: AgentDevice): void {
    replaced.#queue.moveTo(this.#queue);
  }

  close(): void {
    this.#queue.close();
  }

  /** Whether its agent is known to switch nodes on, and its definition does not make a mere `off` of a reboot. */
  get switchesOnAgain(): boolean {
    if (this.#parameters.get("pcmk_reboot_action") === "off") return false;
    const metadata = this.#world.metadata.known(this.#agent.agent, this.#agent.parameters);
    return metadata?.actions.has("on") === true;
  }

  async #carryOut({ action, target, timeout }: QueuedAction): Promise<FencingResult> {
    const input = agentInput({
      agent: this.#agent.agent,
      action,
      target,
      port: target === undefined ? undefined : this.#hostMap.get(lowerAscii(target)),
      parameters: this.#parameters,
      metadata: await this.metadata(),
    });
    const { agent } = this.#agent;
    const call = (limit: number) => this.#world.agents.run({ agent, device: this.id, input, timeout: limit });
    const attempts = configuredAttempts(this.#parameters, action);
    return runWithAttempts(call, { timeout, attempts }, this.#world.clock);
  }

  #terms(
    query: DeviceQuery,
    metadata: FenceMetadata | undefined,
  ): Readonly<Partial<Record<FencingAction, ActionTerms>>> {
    const terms = { [query.action]: this.#termsOf(query.action, query, metadata) };
    if (query.action !== "reboot") return terms;
    const on = this.#termsOf("on", { ...query, allowSelfFencing: false }, metadata);
    return { ...terms, off: this.#termsOf("off", query, metadata), on };
  }

  #termsOf(asked: FencingAction, query: DeviceQuery, metadata: FenceMetadata | undefined): ActionTerms {
    const action = effectiveAction(asked, metadata);
    const isTarget = equalIgnoringCase(query.target, this.#world.node);
    const onTarget = metadata?.actions.get(action)?.onTarget === true;
    const { base, max } = configuredDelay(this.#parameters, query.target);
    const delayed = action !== "on";
    return {
      allowed: onTarget ? isTarget : !isTarget || query.allowSelfFencing,
      timeout: configuredTimeout(this.#parameters, action) ?? 0,
      delayBase: delayed ? base : 0,
      delayMax: delayed && max > base ? max : 0,
    };
  }

  async #canFence(query: DeviceQuery): Promise<boolean> {
    const check = hostCheck(this.#parameters, await this.metadata());
    const target = lowerAscii(query.target);
    switch (check) {
      case "none":
        return true;
      case "invalid":
        return false;
      case "static-list":
        return this.#hostList.has(target) || this.#hostMap.has(target) || this.#isPort(target);
      case "dynamic-list":
        return this.#asksStatus ? this.#knows(query) : this.#lists(target, query);
      case "status":
        return this.#knows(query);
    }
  }

  #isPort(target: string): boolean {
    return [...this.#hostMap.values()].some((port) => equalIgnoringCase(port, target));
  }

  /** Asks the agent what it can fence, unless it has said so a short while ago. */
  async #lists(target: string, query: DeviceQuery): Promise<boolean> {
    if (!this.#isListFresh()) {
      const result = await this.#ask("list", undefined, query.timeout);
      const at = this.#now();
      if (succeeded(result)) this.#list = { targets: parseTargetList(result.output), at };
      else if (this.#list === undefined) {
        this.#asksStatus = !this.#parameters.has("pcmk_host_check");
        return false;
      }
    }
    return this.#list?.targets.has(lowerAscii(this.#hostMap.get(target) ?? target)) === true;
  }

  #isListFresh(): boolean {
    if (this.#list === undefined || this.#list.targets.size === 0) return false;
    return Math.floor(this.#now() - this.#list.at) < LIST_AGE;
  }

  /** Seconds of the clock. */
  #now(): number {
    return this.#world.clock.monotonic() / 1000;
  }

  /** Asks the agent for the state of the target; whether that is on or off, it can fence it. */
  async #knows(query: DeviceQuery): Promise<boolean> {
    const { status, exitStatus } = await this.#ask("status", query.target, query.timeout);
    return status === ExecutionStatus.DONE && (exitStatus === 0 || exitStatus === 2);
  }

  #ask(action: string, target: string | undefined, timeout: number): Promise<FencingResult> {
    const own = configuredTimeout(this.#parameters, action);
    const limit = own ?? (timeout > 0 ? timeout : DEFAULT_TIMEOUT);
    return this.#queue.add({ action, target, client: this.#world.node, timeout: limit, delay: 0 });
  }
}

/** An agent that cannot reboot switches the node off. */
function effectiveAction<Action extends string>(
  action: Action,
  metadata: FenceMetadata | undefined,
): Action | "off" {
  return action === "reboot" && metadata?.actions.has("reboot") !== true ? "off" : action;
}
