import { parseXml, type XmlElement } from "@sanode/cib";
import { SimulatedClock } from "@sanode/ra";
import {
  type AgentCall,
  type FenceRequest,
  Fencer,
  type FencingMessage,
  type FencingNetwork,
  type FencingOutcome,
  LocalFencingNetwork,
  type SimulatedAnswer,
  SimulatedFenceAgents,
} from "../src/index.js";

/** A device of a configuration: its agent and parameters. */
export type DeviceText = Readonly<Record<string, string>> & { readonly type?: string };

/** A level: target, index and devices. */
export type LevelText = readonly [target: string, index: number, devices: string];

/** A configuration with fencing devices (`fence_dummy` unless they say otherwise) and levels. */
export function configuration(
  devices: Readonly<Record<string, DeviceText>>,
  levels: readonly LevelText[] = [],
  more: { readonly options?: Readonly<Record<string, string>>; readonly constraints?: string } = {},
): XmlElement {
  const pairs = (of: Readonly<Record<string, string>>, id: string): string =>
    Object.entries(of)
      .map(([name, value], at) => `<nvpair id="${id}-${at}" name="${name}" value="${value}"/>`)
      .join("");
  const primitives = Object.entries(devices).map(([id, { type = "fence_dummy", ...parameters }]) => {
    const attributes = `<instance_attributes id="${id}-i">${pairs(parameters, id)}</instance_attributes>`;
    return `<primitive id="${id}" class="stonith" type="${type}">${attributes}</primitive>`;
  });
  const entries = levels.map(
    ([target, index, ids], at) =>
      `<fencing-level id="l${at}" target="${target}" index="${index}" devices="${ids}"/>`,
  );
  return parseXml(`<cib validate-with="pacemaker-4.0"><configuration>
    <crm_config><cluster_property_set id="o">${pairs(more.options ?? {}, "o")}</cluster_property_set></crm_config>
    <nodes>${["n1", "n2", "n3"].map((name, at) => `<node id="${at + 1}" uname="${name}"/>`).join("")}</nodes>
    <resources>${primitives.join("")}</resources><constraints>${more.constraints ?? ""}</constraints>
    <fencing-topology>${entries.join("")}</fencing-topology></configuration><status/></cib>`);
}

const METADATA: Readonly<Record<string, string>> = {
  fence_dummy: `<action name="on" on_target="1"/><action name="reboot"/>`,
  fence_dummy_on: `<action name="on"/><action name="reboot"/>`,
  fence_dummy_automatic: `<action name="on" automatic="1" on_target="1"/><action name="reboot"/>`,
  fence_dummy_no_reboot: `<action name="on"/>`,
  fence_dummy_no_on: `<action name="reboot"/>`,
};

/**
 * Simulated agents. The parameter `mode` says what they do: `pass`, `fail`, `hang`, or `fail-ACTION` to fail
 * in one action only; `targets` is what they list; `seconds` is how long they take.
 */
export function dummyAgent({ agent, input }: AgentCall): SimulatedAnswer | undefined {
  const declared = METADATA[agent];
  if (declared === undefined) return undefined;
  const action = input.get("action") ?? "";
  if (action === "metadata") {
    const actions = `${declared}<action name="off"/><action name="status"/><action name="list"/><action name="monitor"/>`;
    return {
      output: `<resource-agent name="${agent}"><parameters><parameter name="port"/></parameters>
      <actions>${actions}</actions></resource-agent>`,
    };
  }
  const mode = input.get("mode") ?? "pass";
  const duration = 1000 * Number(input.get("seconds") ?? 0);
  if (mode === "hang") return { duration: Number.POSITIVE_INFINITY };
  if (mode === "fail" || mode === `fail-${action}`) return { exitStatus: 1, duration };
  return { duration, output: action === "list" ? (input.get("targets") ?? "") : "" };
}

/** Everything that a cluster of fencers lives on, in memory. */
export class FencingWorld {
  readonly clock = new SimulatedClock();
  readonly network = new LocalFencingNetwork();
  readonly fencers = new Map<string, Fencer>();
  /** What agents ran for, without meta-data: `NODE: ACTION DEVICE` in their order. */
  readonly runs: string[] = [];
  /** Seconds that operations were announced to take at most. */
  readonly totals: number[] = [];
  /** Seconds given to each run of an agent. */
  readonly timeouts: number[] = [];

  constructor(nodes: readonly string[], script = dummyAgent) {
    for (const node of nodes) this.start(node, script);
  }

  start(node: string, script = dummyAgent): Fencer {
    const agents = new SimulatedFenceAgents(this.clock, (call) => {
      const action = call.input.get("action") ?? "";
      if (action !== "metadata") {
        this.runs.push(`${node}: ${action} ${call.device}`);
        this.timeouts.push(call.timeout / 1000);
      }
      return script(call);
    });
    const { clock } = this;
    const network = this.#watched(this.network.for(node));
    const client = `pacemaker-fenced.${node}`;
    const fencer = new Fencer({ node, agents, network, clock, client, random: () => 0 });
    this.fencers.set(node, fencer);
    return fencer;
  }

  fencer(node: string): Fencer {
    const fencer = this.fencers.get(node);
    if (fencer === undefined) throw new Error(`no fencer of ${node}`);
    return fencer;
  }

  async configure(cib: XmlElement): Promise<void> {
    await this.settle(Array.from(this.fencers.values(), (fencer) => fencer.configure(cib)));
  }

  /** Asks a node's fencer and lets time pass until it has answered. */
  fence(node: string, request: Partial<FenceRequest> & { readonly target: string }): Promise<FencingOutcome> {
    const asked = { action: "off", timeout: 60, client: "test.1", ...request } as const;
    return this.settle([this.fencer(node).fence(asked)]).then(([outcome]) => {
      if (outcome === undefined) throw new Error("no outcome");
      return outcome;
    });
  }

  /** Lets time pass until all of this has come to its end; an hour at most. */
  async settle<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
    const all = Promise.all(promises);
    let isOver = false;
    const note = (): void => {
      isOver = true;
    };
    all.then(note, note);
    await this.clock.advance(0);
    for (let seconds = 0; !isOver && seconds < 36_000; seconds += 1) await this.clock.advance(1000);
    if (!isOver) throw new Error("it does not come to its end");
    return all;
  }

  #watched(network: FencingNetwork): FencingNetwork {
    const { totals } = this;
    return {
      get peers() {
        return network.peers;
      },
      send: (to, message) => network.send(to, message),
      broadcast: (message: FencingMessage) => {
        if (message.kind === "announcement") totals.push(message.total);
        network.broadcast(message);
      },
      join: (receive) => network.join(receive),
    };
  }
}
