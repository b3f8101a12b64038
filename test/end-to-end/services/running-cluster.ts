import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ControlClient, ControlError } from "@sanode/controller";
import { findNodeProcesses, killNodeProcessesSync } from "@sanode/ra";
import { afterAll, beforeAll } from "vitest";
import { bundle } from "../bundle.js";

const programs = mkdtempSync(join(tmpdir(), "sanode-programs-"));
const PROGRAM = join(programs, "sanode.mjs");
beforeAll(() =>
  bundle(fileURLToPath(new URL("../../../packages/cli/src/main.ts", import.meta.url)), programs, "sanode"),
);
afterAll(() => rmSync(programs, { recursive: true, force: true }));

export interface ClusterConfiguration {
  /** XML of resources. */
  readonly resources: string;
  /** XML of constraints. */
  readonly constraints?: string;
  /** Cluster options; fencing is off unless they say so. */
  readonly options?: Readonly<Record<string, string>>;
  readonly nodes?: readonly string[];
  /** A directory of agents beside the host's. */
  readonly agents?: string;
}

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A result of an operation as the log tells it. */
export interface LoggedOperation {
  readonly node: string;
  readonly resource: string;
  readonly task: string;
  readonly exitCode: number;
  readonly status: number;
  readonly exitReason: string;
}

export const pairs = (id: string, values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`)
    .join("");

/** The command `sanode run` as a process of its own, in a directory of its own. */
export class RunningCluster {
  /** What belongs to the test; gone when the cluster has ended. Users of services may look into it. */
  readonly directory: string;
  readonly nodes: readonly string[];
  readonly operations: LoggedOperation[] = [];
  readonly #agents: string | undefined;
  #process: ChildProcess | undefined;
  #client: ControlClient | undefined;

  /** `prepare` makes what services need in the directory, and tells what is to be run. */
  static async start(
    prepare: (directory: string) => ClusterConfiguration | Promise<ClusterConfiguration>,
  ): Promise<RunningCluster> {
    const directory = mkdtempSync(join(tmpdir(), "sanode-services-"));
    // Servers that do not run as root have to get in.
    mkdirSync(join(directory, "data"), { mode: 0o755 });
    await spawnAndWait("chmod", ["755", directory]);
    const cluster = new RunningCluster(directory, await prepare(join(directory, "data")));
    try {
      await cluster.run();
    } catch (error) {
      await cluster.killAll();
      cluster.remove();
      throw error;
    }
    return cluster;
  }

  private constructor(directory: string, configuration: ClusterConfiguration) {
    const { resources, constraints = "", options = {}, nodes = ["n1"], agents } = configuration;
    this.directory = directory;
    this.nodes = nodes;
    this.#agents = agents;
    writeFileSync(
      join(directory, "cluster.xml"),
      `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
      <crm_config><cluster_property_set id="options">${pairs("options", { "fencing-enabled": "false", ...options })}
      </cluster_property_set></crm_config><nodes/><resources>${resources}</resources>
      <constraints>${constraints}</constraints></configuration></cib>`,
    );
  }

  /** The socket to the cluster. */
  get client(): ControlClient {
    if (this.#client === undefined) throw new Error("The cluster does not run");
    return this.#client;
  }

  /** The command's own process. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Starts the command, for the first time or again, and waits until it can be spoken to. */
  async run(): Promise<void> {
    const nodes = this.nodes.flatMap((name) => ["--node", name]);
    const agents = this.#agents === undefined ? [] : ["--agents", this.#agents];
    const child = spawn(
      process.execPath,
      [PROGRAM, "run", join(this.directory, "cluster.xml"), ...nodes, ...agents, "--json", "--verbose"],
      { stdio: ["ignore", "ignore", "pipe"], env: this.#environment },
    );
    this.#process = child;
    let rest = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#hear(line);
    });
    while (this.#client === undefined) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The command has ended: ${rest}`);
      try {
        this.#client = await ControlClient.connect({ directory: this.#state });
      } catch (error) {
        if (!(error instanceof ControlError)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  #hear(line: string): void {
    const entry: unknown = line.startsWith("{") ? JSON.parse(line) : undefined;
    if (isOperation(entry)) this.operations.push(entry);
  }

  async settled(): Promise<void> {
    const { settled } = await this.client.ask("wait", { timeout: 60_000 });
    if (!settled)
      throw new Error(`The cluster does not come to rest\n${(await this.sanode("status")).stdout}`);
  }

  /** Calls another part of the command, with this cluster's state. */
  sanode(...args: readonly string[]): Promise<Ended> {
    return spawnAndWait(process.execPath, [PROGRAM, ...args], this.#environment);
  }

  /** Where a resource is active. */
  async whereIs(resource: string): Promise<readonly string[]> {
    const { stdout } = await this.sanode("resource", "locate", resource, "--json");
    const answer: { readonly nodes: readonly string[] } = JSON.parse(stdout);
    return answer.nodes;
  }

  async failCount(resource: string): Promise<number> {
    const { stdout } = await this.sanode("resource", "failcount", resource, "--json");
    return [...stdout.matchAll(/"count": ?"?(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** What was done with resources so that their state changed, in the order of its end: `start A n1`. */
  changes(): readonly string[] {
    return this.operations
      .filter(({ task }) => task !== "monitor")
      .map(({ task, resource, node }) => `${task} ${resource} ${node}`);
  }

  /** Processes of all nodes. */
  processes(): readonly number[] {
    const identity = join(this.#state, "identity");
    if (!existsSync(identity)) return [];
    const uuid = readFileSync(identity, "utf8").trim();
    return this.nodes.flatMap((name) => [...findNodeProcesses({ mark: `${uuid}/${name}` })]);
  }

  /** Ends the command without a warning, as the kernel does when memory is short. */
  async killCommand(): Promise<void> {
    const child = this.#process;
    this.#client?.close();
    this.#client = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** Stops everything in good order. Resolves with the exit status. */
  async stop(): Promise<number | null> {
    const child = this.#process;
    if (child === undefined) return null;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
    return child.exitCode;
  }

  /** Whatever has become of the test: nothing runs on. */
  async killAll(): Promise<void> {
    await this.killCommand();
    const identity = join(this.#state, "identity");
    if (existsSync(identity)) {
      const uuid = readFileSync(identity, "utf8").trim();
      for (const name of this.nodes) killNodeProcessesSync({ mark: `${uuid}/${name}` });
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  get #state(): string {
    return join(this.directory, "state");
  }

  get #environment(): NodeJS.ProcessEnv {
    return { ...process.env, SANODE_STATE: this.#state };
  }
}

function isOperation(entry: unknown): entry is LoggedOperation {
  return typeof entry === "object" && entry !== null && "kind" in entry && entry.kind === "operation";
}

/** Runs a program to its end. */
export function spawnAndWait(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(path, args, { env, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
