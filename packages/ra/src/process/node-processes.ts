import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { controlGroupName, isInControlGroup, removeControlGroup } from "./control-group.js";
import { hostStart, type ProcessEntry, readProcessTable } from "./process-table.js";

/** The variable by which every process that an agent of a node started is known, daemons included. */
export const NODE_MARK = "SANODE_NODE";

/** What belongs to one node of a cluster on this host. */
export interface NodeIdentity {
  /** Tells this node of this cluster from all others on this host: `<cluster's uuid>/<node>`. */
  readonly mark: string;
  /** The node's directory for pid files and the like. */
  readonly stateDirectory?: string;
}

/** Clock ticks a second in /proc; the same on every Linux. */
const TICKS_PER_SECOND = 100;

/** The host's start is known to the second only, so that much play is given when process and file are compared. */
const PLAY = 2000;

/**
 * The processes of a node: those that carry its mark or are in its control group, what they started, and those named
 * by its pid files.
 *
 * Where there are no control groups, a process that cleared or overwrote its environment is found through its parent
 * while that lives, and through its pid file. A
 * pid file counts only if the process is older than the file: a younger one got the number of a process that is gone.
 */
export function findNodeProcesses(node: NodeIdentity): readonly number[] {
  return selectNodeProcesses(node, readProcessTable());
}

function selectNodeProcesses(node: NodeIdentity, table: readonly ProcessEntry[]): readonly number[] {
  const found = new Set<number>();
  const mark = Buffer.from(`\0${NODE_MARK}=${node.mark}\0`);
  const group = controlGroupName(node.mark);
  for (const entry of table) {
    if (carries(entry, mark) || isInControlGroup(entry.controlGroups, group)) found.add(entry.pid);
  }
  for (const pid of recordedProcesses(node, table)) found.add(pid);
  addDescendants(found, table);
  // Whatever a stray pid file says, this process and those that it lives in are not the node's.
  for (const pid of ownLine(table)) found.delete(pid);
  return [...found];
}

/** This process, its parent, its parent's parent, … */
function ownLine(table: readonly ProcessEntry[]): readonly number[] {
  const parents = new Map(table.map((entry) => [entry.pid, entry.parent]));
  const line: number[] = [];
  for (let pid: number | undefined = process.pid; pid !== undefined && pid > 0; pid = parents.get(pid))
    line.push(pid);
  return line;
}

function carries(entry: ProcessEntry, mark: Buffer): boolean {
  // The first variable has no zero byte before it.
  return entry.environment.indexOf(mark) >= 0 || startsWith(entry.environment, mark.subarray(1));
}

function startsWith(text: Buffer, beginning: Buffer): boolean {
  return text.subarray(0, beginning.length).equals(beginning);
}

function addDescendants(found: Set<number>, table: readonly ProcessEntry[]): void {
  const children = new Map<number, number[]>();
  for (const { pid, parent } of table) {
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [pid]);
    else siblings.push(pid);
  }
  // A Set visits what is added while it is walked through.
  for (const pid of found) for (const child of children.get(pid) ?? []) found.add(child);
}

function recordedProcesses(node: NodeIdentity, table: readonly ProcessEntry[]): readonly number[] {
  const start = hostStart();
  if (node.stateDirectory === undefined || start === undefined) return [];
  const startTicks = new Map(table.map((entry) => [entry.pid, entry.startTicks]));
  const pids: number[] = [];
  for (const path of pidFiles(node.stateDirectory)) {
    const record = readPidFile(path);
    const ticks = record === undefined ? undefined : startTicks.get(record.pid);
    if (record === undefined || ticks === undefined) continue;
    if (start + (ticks * 1000) / TICKS_PER_SECOND <= record.written + PLAY) pids.push(record.pid);
  }
  return pids;
}

function pidFiles(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".pid"))
      .map((name) => join(directory, name));
  } catch {
    return [];
  }
}

function readPidFile(path: string): { pid: number; written: number } | undefined {
  try {
    const pid = Number(readFileSync(path, "latin1").trim());
    return Number.isInteger(pid) && pid > 1 ? { pid, written: statSync(path).mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

/** How long to keep trying, in milliseconds, before a process is given up as one that cannot be killed. */
const PATIENCE = 5000;

/** How long to wait for processes that are just being executed, in milliseconds; some never show an environment. */
const SETTLING = 500;

/** How long to wait between two looks, in milliseconds. */
const PAUSE = 5;

/**
 * Ends all processes of a node with SIGKILL and waits until none is left, those included that were being started
 * meanwhile. Returns the processes that could not be ended (hung in the kernel, or another user's).
 */
export async function killNodeProcesses(node: NodeIdentity): Promise<readonly number[]> {
  const hunt = new Hunt(node);
  while (hunt.goesOn()) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  removeControlGroup(node.mark);
  return hunt.left;
}

/** Like `killNodeProcesses`, without giving way to anything else: for the moment at which this process ends. */
export function killNodeProcessesSync(node: NodeIdentity): readonly number[] {
  const hunt = new Hunt(node);
  const sleep = new Int32Array(new SharedArrayBuffer(4));
  while (hunt.goesOn()) Atomics.wait(sleep, 0, 0, PAUSE);
  removeControlGroup(node.mark);
  return hunt.left;
}

/** Looks for a node's processes and kills them, until there is nothing left to be found. */
class Hunt {
  /** What the latest look found. */
  left: readonly number[] = [];
  readonly #node: NodeIdentity;
  readonly #began = performance.now();
  #emptyLooks = 0;

  constructor(node: NodeIdentity) {
    this.#node = node;
  }

  /** Looks once. Returns whether to look again after a pause. */
  goesOn(): boolean {
    const table = readProcessTable();
    this.left = selectNodeProcesses(this.#node, table);
    for (const pid of this.left) kill(pid);
    // One look can miss a process whose parent started it and ended while we looked, so it takes two.
    const elapsed = performance.now() - this.#began;
    const isSettled = elapsed > SETTLING || !table.some(({ isUnsettled }) => isUnsettled);
    this.#emptyLooks = this.left.length === 0 && isSettled ? this.#emptyLooks + 1 : 0;
    return this.#emptyLooks < 2 && elapsed < PATIENCE;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Ended by itself, or another user's.
  }
}
