import { resolve } from "node:path";
import { parseInteger, parseXml, type XmlElement } from "@sanode/cib";
import { SYSTEM_AGENTS } from "@sanode/ra";
import { openStore, type Store } from "@sanode/store";
import { ProcessAlertRunner } from "../alerts/process-alert-runner.js";
import { Cluster, type StopReport } from "../cluster.js";
import { ControlServer } from "../control/server.js";
import { ClusterError } from "../errors.js";
import type { ClusterObserver } from "../events.js";
import { agentToolEnvironment, writeAgentTools } from "../host/agent-tools.js";
import { awaitEarlierActions, type EarlierAction, endEarlierFencing } from "../host/earlier-actions.js";
import { type HostLimitation, hostLimitations } from "../host/limitations.js";
import { ProcessHost } from "../host/process-host.js";
import { StateDirectory } from "../state/state-directory.js";

export interface ClusterServiceOptions {
  /** Where the cluster keeps what has to outlive it. */
  readonly directory: string;
  /**
   * A CIB, as text. It is used where the directory has none, or one of an older version. Without it the
   * directory has to have one.
   */
  readonly configuration?: string;
  /** Names of the nodes. */
  readonly nodes: readonly string[];
  /** Directories of agents, `DIRECTORY/PROVIDER/TYPE`; by default that of the system. */
  readonly agentDirectories?: readonly string[];
  /** Where fence agents are installed; by default where Linux distributions install them. */
  readonly fenceAgentDirectory?: string;
  /**
   * The command line that runs the program sanode. With it, agents find the commands by which those of Pacemaker speak to
   * their cluster (`crm_attribute`, `attrd_updater` and the like).
   */
  readonly command?: readonly string[];
  /** Version of the software that embeds the cluster, told to those who connect. */
  readonly software: string;
  readonly observer?: ClusterObserver;
  /** Told of what an earlier process left under way and is waited for. */
  readonly onEarlierAction?: (node: string, action: EarlierAction) => void;
  /** Told of the fence agents that an earlier process left under way, which have been ended: nobody knows their outcome. */
  readonly onEarlierFencing?: (agents: readonly string[]) => void;
}

/** Where the configuration that a service works with came from. */
export type ConfigurationOrigin = "given" | "kept";

/**
 * A cluster as a long-running service of this host. What it runs outlives the process: however that ends,
 * the next one with the same directory finds it again and starts nothing twice. Other processes speak to it
 * through its control socket.
 */
export class ClusterService {
  readonly cluster: Cluster;
  readonly host: ProcessHost;
  readonly origin: ConfigurationOrigin;
  /** What this host does not allow, so that less can be relied on. */
  readonly limitations: readonly HostLimitation[] = hostLimitations();
  /** Resolves when somebody has asked for the cluster to stop, through the socket. */
  readonly stopRequested: Promise<void>;
  readonly #options: ClusterServiceOptions;
  readonly #directory: StateDirectory;
  readonly #store: Store;
  readonly #requestStop: () => void;
  #control: ControlServer | undefined;

  private constructor(
    options: ClusterServiceOptions,
    directory: StateDirectory,
    store: Store,
    { configuration, origin }: ChosenConfiguration,
  ) {
    const { nodes, observer, agentDirectories, fenceAgentDirectory, command } = options;
    this.#options = options;
    this.#directory = directory;
    this.#store = store;
    this.origin = origin;
    this.host = new ProcessHost({
      ...(agentDirectories !== undefined && { agentDirectories }),
      ...(fenceAgentDirectory !== undefined && { fenceAgentDirectory }),
      ...(command !== undefined && {
        agentEnvironment: agentToolEnvironment(directory.tools, directory.path),
      }),
      keep: { directory: directory.nodes, identity: directory.prepare() },
    });
    if (command !== undefined) writeAgentTools(directory.tools, command);
    this.cluster = new Cluster({
      configuration,
      nodes,
      host: this.host,
      storage: store,
      alerts: new ProcessAlertRunner(),
      ...(observer !== undefined && { observer }),
    });
    let request = (): void => {};
    this.stopRequested = new Promise((resolve) => {
      request = resolve;
    });
    this.#requestStop = request;
  }

  /**
   * Makes the directory ready and the cluster, which does nothing before `start`.
   *
   * Rejects with a ClusterError, StoreError, XmlError or SchemaError if that cannot be.
   */
  static async open(options: ClusterServiceOptions): Promise<ClusterService> {
    const directory = new StateDirectory(options.directory);
    const store = await openStore(directory.cib);
    try {
      return new ClusterService(options, directory, store, chooseConfiguration(options, store));
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /**
   * Waits for what an earlier process left under way, then starts the cluster and lets others speak to it.
   *
   * Rejects if that cannot be; then nothing has been started. To be followed by `stop` or `kill` in any case.
   */
  async start(): Promise<void> {
    await this.cluster.kept();
    const fenceAgents = await endEarlierFencing(this.host.fencing);
    if (fenceAgents.length > 0) this.#options.onEarlierFencing?.(fenceAgents);
    const directories = (this.#options.agentDirectories ?? [SYSTEM_AGENTS]).map((path) => resolve(path));
    await Promise.all(
      this.cluster.nodes.map(({ id, name }) =>
        awaitEarlierActions(this.host.node({ id, name }), directories, (action) =>
          this.#options.onEarlierAction?.(name, action),
        ),
      ),
    );
    this.#control = await ControlServer.listen({
      path: this.#directory.socket,
      token: this.#directory.renewToken(),
      software: this.#options.software,
      limitations: this.limitations,
      target: this.cluster,
      stop: this.#requestStop,
    });
    this.cluster.start();
  }

  /** Stops everything in good order, and ends. */
  stop(): Promise<StopReport> {
    return this.#endAfter(this.cluster.stop());
  }

  /** Ends at once, with everything that the nodes started. */
  async kill(): Promise<void> {
    await this.#endAfter(this.cluster.kill());
  }

  async #endAfter<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      this.#directory.revokeToken();
      await this.#control?.close();
      await this.#store.close();
    }
  }
}

interface ChosenConfiguration {
  readonly configuration: XmlElement;
  readonly origin: ConfigurationOrigin;
}

/** What was changed while the cluster ran is not undone by the file that it was first started with. */
function chooseConfiguration(options: ClusterServiceOptions, store: Store): ChosenConfiguration {
  const kept = store.report.used === null ? undefined : store.document;
  const given = options.configuration === undefined ? undefined : parseXml(options.configuration);
  if (given !== undefined && (kept === undefined || isNewer(given, kept))) {
    return { configuration: given, origin: "given" };
  }
  if (kept !== undefined) return { configuration: kept, origin: "kept" };
  throw new ClusterError("configuration", `There is no configuration in ${options.directory}: name a file`);
}

function isNewer({ attributes: a }: XmlElement, { attributes: b }: XmlElement): boolean {
  for (const counter of ["admin_epoch", "epoch"]) {
    const difference = (parseInteger(a[counter]) ?? 0) - (parseInteger(b[counter]) ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
