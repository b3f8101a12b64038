import type { SimulatedScript } from "@sanode/fencing";
import type { GraphAction } from "@sanode/pengine";
import { SimulatedClock } from "@sanode/ra";
import type { AlertRunner } from "../src/alerts/alerts.js";
import { Cluster } from "../src/cluster.js";
import type { ClusterEvent } from "../src/events.js";
import type { NodeHost } from "../src/host/node-host.js";
import { SimulatedHost } from "../src/host/simulated-host.js";

/** What a small cluster is made of. */
export interface SmallCluster {
  /** XML of the children of `resources`. */
  readonly resources: string;
  /** XML of the children of `constraints`. */
  readonly constraints?: string;
  /** XML of the children of `alerts`. */
  readonly alerts?: string;
  readonly alertRunner?: AlertRunner;
  /** Cluster options; fencing is off unless it is configured here. */
  readonly options?: Readonly<Record<string, string>>;
  readonly nodes?: readonly string[];
  /** Milliseconds that an action takes. */
  readonly duration?: number;
  /** What fence agents answer; by default each succeeds in everything. */
  readonly fenceAgent?: SimulatedScript;
  /** Milliseconds that it takes until a lost node has stopped to run things. */
  readonly dying?: number;
}

/** The CIB of a small cluster. */
export function smallCib({ resources, constraints = "", alerts = "", options = {} }: SmallCluster): string {
  const pairs = Object.entries({ "fencing-enabled": "false", ...options }).map(
    ([name, value]) => `<nvpair id="options-${name}" name="${name}" value="${value}"/>`,
  );
  return `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
    <crm_config><cluster_property_set id="options">${pairs.join("")}</cluster_property_set></crm_config>
    <nodes/><resources>${resources}</resources><constraints>${constraints}</constraints><alerts>${alerts}</alerts></configuration></cib>`;
}

/** A primitive that is monitored every ten seconds. */
export function primitive(id: string, meta: Readonly<Record<string, string>> = {}, more = ""): string {
  const pairs = Object.entries(meta).map(
    ([name, value]) => `<nvpair id="${id}-meta-${name}" name="${name}" value="${value}"/>`,
  );
  return `<primitive id="${id}" class="ocf" provider="test" type="Dummy">
    <meta_attributes id="${id}-meta">${pairs.join("")}</meta_attributes>
    <operations><op id="${id}-monitor" name="monitor" interval="10s"/>${more}</operations></primitive>`;
}

/** A cluster in memory, whose life is written down. */
export class Life {
  readonly clock = new SimulatedClock();
  readonly host: SimulatedHost;
  readonly cluster: Cluster;
  #log: string[] = [];

  constructor(small: SmallCluster) {
    this.host = new SimulatedHost(this.clock, small.duration ?? 0, small.fenceAgent);
    this.cluster = new Cluster({
      configuration: smallCib(small),
      nodes: small.nodes ?? ["n1", "n2", "n3"],
      host: this.#dyingSlowly(small.dying ?? 0),
      clock: this.clock,
      ...(small.alertRunner !== undefined && { alerts: small.alertRunner }),
      observer: (event) => this.#log.push(...describe(event)),
    });
  }

  #dyingSlowly(dying: number): NodeHost {
    return {
      fenceAgents: this.host.fenceAgents,
      boot: (node) => {
        const agents = this.host.boot(node);
        return {
          run: (request) => agents.run(request),
          metadata: (agent) => agents.metadata(agent),
          killAll: async () => {
            if (dying > 0) await new Promise<void>((resolve) => this.clock.after(dying, resolve));
            await agents.killAll();
          },
        };
      },
      loadAverage: () => this.host.loadAverage(),
      close: () => this.host.close(),
    };
  }

  /** Lets time pass until a promise has resolved. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isPending = true;
    const ended = (): void => {
      isPending = false;
    };
    promise.then(ended, ended);
    while (isPending) await this.clock.advance(1);
    return promise;
  }

  /** Lets time pass until nothing is left to be done. */
  settled(): Promise<void> {
    return this.until(this.cluster.settled());
  }

  async start(): Promise<void> {
    this.cluster.start();
    await this.settled();
  }

  /** Where a resource runs in truth, whether or not the cluster knows. */
  where(resource: string): readonly string[] {
    return this.cluster.nodes
      .filter(({ name }) => this.host.agents(name).state(resource) !== "stopped")
      .map(({ name }) => name);
  }

  /** What has happened since this was asked last. */
  news(): readonly string[] {
    return this.#log.splice(0);
  }
}

function describe(event: ClusterEvent): readonly string[] {
  switch (event.kind) {
    case "transition-started":
      return [`${event.transition.number}: ${event.transition.reason}`];
    case "action-ended":
      return isPlain(event.action) ? [`  ${actionText(event.action)} ${event.outcome.kind}`] : [];
    case "transition-ended":
      return event.result.status === "complete" ? [] : [`  ${event.result.status}`];
    case "node-lost":
    case "node-fenced":
    case "node-left":
    case "node-joined":
      return [`${event.kind} ${event.node}`];
    case "quorum-changed":
      return [event.quorate ? "quorum" : "no quorum"];
    default:
      return [];
  }
}

function isPlain({ element }: GraphAction): boolean {
  return element !== "pseudo_event";
}

function actionText({ operationKey, node }: GraphAction): string {
  return `${operationKey} on ${node?.name}`;
}
