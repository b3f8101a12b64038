import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type FenceAgents, ProcessFenceAgents } from "@sanode/fencing";
import {
  type AgentRunner,
  killNodeProcesses,
  killNodeProcessesSync,
  NODE_MARK,
  type NodeIdentity,
  ProcessRunner,
} from "@sanode/ra";
import { atExit } from "./at-exit.js";
import type { NodeHost, NodeName } from "./node-host.js";
import { Turns } from "./turns.js";

export interface ProcessHostOptions {
  /**
   * Directories of agents, `DIRECTORY/PROVIDER/TYPE`, searched in this order; by default that of the system.
   */
  readonly agentDirectories?: readonly string[];
  /** Where fence agents are installed; by default where Linux distributions install them. */
  readonly fenceAgentDirectory?: string;
  /** Variables that agents find beside those of the standard and of the node. */
  readonly agentEnvironment?: Readonly<Record<string, string>>;
  /** Where the directory of the nodes' state is made; by default where the system wants temporary files. */
  readonly parentDirectory?: string;
  /**
   * Lets what the nodes run outlive this process: a later one that is given the same finds it again. Nothing is
   * ended but with its node, and the directory stays.
   */
  readonly keep?: {
    /** Holds the state directories of the nodes. */
    readonly directory: string;
    /** Tells the cluster's processes from those of all others on this host. */
    readonly identity: string;
  };
}

/**
 * Nodes whose agents are processes of this host. All nodes share its addresses, ports and files; what tells
 * them apart is the mark that all their processes carry, and a directory for each node's pid files and the
 * like.
 *
 * When this process ends without having closed the host, all that the nodes started ends with it, and the
 * directory is removed; by SIGKILL only, they stay.
 */
export class ProcessHost implements NodeHost {
  /** Holds the state directories of the nodes. Removed when the host is closed. */
  readonly directory: string;
  /** Tells the cluster's processes from those of all others on this host. */
  readonly identity: string;
  readonly fenceAgents: FenceAgents;
  /** What tells the processes of fence agents from all others. They are no node's, and never outlive the host. */
  readonly fencing: NodeIdentity;
  readonly #isKept: boolean;
  readonly #agentDirectories: readonly string[] | undefined;
  readonly #fenceDirectory: string | undefined;
  readonly #agentEnvironment: Readonly<Record<string, string>>;
  /** The latest of each node, by id. */
  readonly #runners = new Map<string, ProcessRunner>();
  readonly #turns = new Turns();
  readonly #revokeCleanUp: () => void;
  #closed = false;
  #hasRunFenceAgents = false;

  constructor(options: ProcessHostOptions = {}) {
    // Agents run in a working directory of their own.
    this.#agentDirectories = options.agentDirectories?.map((directory) => resolve(directory));
    this.#agentEnvironment = options.agentEnvironment ?? {};
    const { keep, fenceAgentDirectory: directory } = options;
    this.#fenceDirectory = directory === undefined ? undefined : resolve(directory);
    this.#isKept = keep !== undefined;
    this.identity = keep?.identity ?? randomUUID();
    // No node has an empty name.
    this.fencing = { mark: this.mark("") };
    const fenceAgents = new ProcessFenceAgents({
      ...(this.#fenceDirectory !== undefined && { directory: this.#fenceDirectory }),
      environment: { [NODE_MARK]: this.fencing.mark },
    });
    this.fenceAgents = {
      resolve: (type) => fenceAgents.resolve(type),
      run: (call) => {
        this.#hasRunFenceAgents = true;
        return fenceAgents.run(call);
      },
    };
    this.directory = keep?.directory ?? mkdtempSync(join(options.parentDirectory ?? tmpdir(), "sanode-"));
    this.#revokeCleanUp = this.#isKept ? () => {} : atExit(() => this.#endAtOnce());
  }

  boot(node: NodeName): AgentRunner {
    if (this.#closed) throw new Error(`Node ${node.name} cannot be booted: its host is closed`);
    const stateDirectory = this.#stateDirectory(node);
    const runner = new ProcessRunner({
      ...(this.#agentDirectories !== undefined && { agentDirectories: this.#agentDirectories }),
      ...(this.#fenceDirectory !== undefined && { fenceDirectory: this.#fenceDirectory }),
      environment: this.#agentEnvironment,
      mark: this.mark(node.name),
      stateDirectory,
    });
    this.#runners.set(node.id, runner);
    return {
      run: async (request) => {
        // Hundreds of monitors may be due at once; what changes a resource's state does not wait for them.
        await this.#turns.next(request.parameters.CRM_meta_interval === undefined);
        return runner.run(request);
      },
      metadata: (agent) => runner.metadata(agent),
      killAll: async () => {
        await runner.killAll();
        // As on a real host, where such files do not outlive the loss of power.
        remove(stateDirectory);
      },
    };
  }

  loadAverage(): number {
    return loadavg()[0] ?? 0;
  }

  /** The value of the variable `SANODE_NODE` by which a node's processes are known. */
  mark(node: string): string {
    return `${this.identity}/${node}`;
  }

  /** What tells a node's processes from all others, whether or not the node is up. */
  node(node: NodeName): NodeIdentity {
    return { mark: this.mark(node.name), stateDirectory: this.#stateDirectory(node) };
  }

  #stateDirectory({ id }: NodeName): string {
    return join(this.directory, `node-${encodeURIComponent(id)}`);
  }

  #endAtOnce(): void {
    if (this.#hasRunFenceAgents) killNodeProcessesSync(this.fencing);
    for (const runner of this.#runners.values()) runner.killAllSync();
    remove(this.directory);
  }

  /** Rejects if something could not be ended; whatever can be is. What is kept is left alone. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#hasRunFenceAgents) await killNodeProcesses(this.fencing);
    if (this.#isKept) {
      for (const runner of this.#runners.values()) runner.close();
      return;
    }
    const killed = await Promise.allSettled(Array.from(this.#runners.values(), (runner) => runner.killAll()));
    this.#revokeCleanUp();
    remove(this.directory);
    const errors = killed.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join("; "));
  }
}

function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}
