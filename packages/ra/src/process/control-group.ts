import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/*
 * Daemons may overwrite the environment by which they are known: nginx, Redis and PostgreSQL write their state there,
 * to be seen in lists of processes. Which control group a process belongs to it inherits as well, and cannot lose
 * by accident.
 */

/** What the control group of a node is called, wherever in the hierarchy it is. */
export function controlGroupName(mark: string): string {
  return `sanode-${encodeURIComponent(mark)}`;
}

/**
 * Makes the control group for a node's processes, within that of this process.
 *
 * @returns its directory; undefined where there is none to be had: without version 2 of control groups, or the right
 *   to make one
 */
export function makeControlGroup(mark: string): string | undefined {
  const directory = controlGroupPath(mark);
  if (directory === undefined) return undefined;
  try {
    mkdirSync(directory, { recursive: true });
    return directory;
  } catch {
    return undefined;
  }
}

/** Why the processes of nodes have no control groups: there are none of version 2 here, or we may not use them. */
export type ControlGroupProblem = "missing" | "not-permitted";

/** Tries whether nodes can have control groups on this host; undefined if they can. */
export function controlGroupProblem(): ControlGroupProblem | undefined {
  const directory = controlGroupPath(`try-${process.pid}`);
  if (directory === undefined) return "missing";
  try {
    mkdirSync(directory, { recursive: true });
    // Whoever moves a process has to be allowed to write where it comes from as well as where it goes.
    for (const group of [directory, dirname(directory)])
      accessSync(join(group, "cgroup.procs"), constants.W_OK);
    return undefined;
  } catch {
    return "not-permitted";
  } finally {
    remove(directory);
  }
}

/** A program and its arguments. */
export interface CommandLine {
  readonly path: string;
  readonly arguments: readonly string[];
}

const SHELL = "/bin/sh";

/** Where the group cannot be entered, the program's environment still tells whose it is. */
const ENTER_AND_BECOME = 'echo $$ 2>/dev/null >"$0"; exec "$@"';

/**
 * Lets a program begin in a control group, so that not even what it starts in its first moment is outside.
 *
 * The program is left as it is where it could not be executed, so that whoever tries is told by the system why; and
 * where a variable has a name that the shell on the way would drop.
 */
export function withinControlGroup(
  directory: string,
  program: CommandLine,
  environment: Readonly<Record<string, string>>,
): CommandLine {
  if (!isExecutable(program.path) || !Object.keys(environment).every(isShellName)) return program;
  const procs = join(directory, "cgroup.procs");
  return {
    path: SHELL,
    arguments: ["-c", ENTER_AND_BECOME, procs, program.path, ...program.arguments],
  };
}

/** Takes a process into a control group. One that has ended, or that we may not move, is left where it is. */
export function enterControlGroup(directory: string, pid: number): void {
  try {
    writeFileSync(join(directory, "cgroup.procs"), String(pid));
  } catch {
    // Its environment still tells whose it is.
  }
}

function isShellName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** Whether the file and, if it is a script, its interpreter can be executed. */
function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    const interpreter = /^#!\s*(\S+)/.exec(firstBytes(path))?.[1];
    if (interpreter !== undefined) accessSync(interpreter, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** As much as the kernel reads of a script's first line. */
const FIRST_LINE = 256;

function firstBytes(path: string): string {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(FIRST_LINE);
    return buffer.toString("latin1", 0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

/** Removes the control group of a node, unless there are processes in it. */
export function removeControlGroup(mark: string): void {
  const directory = controlGroupPath(mark);
  if (directory !== undefined) remove(directory);
}

function remove(directory: string): void {
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) remove(join(directory, entry.name));
    }
    rmdirSync(directory);
  } catch {
    // In use, or removed already.
  }
}

/** Whether a process, of which this is `/proc/PID/cgroup`, is in the control group of that name or in one within it. */
export function isInControlGroup(membership: string, name: string): boolean {
  return membership
    .split("\n")
    .some((line) => line.startsWith("0::") && line.slice("0::".length).split("/").includes(name));
}

/** Within the control group that this process is in, of version 2. */
function controlGroupPath(mark: string): string | undefined {
  const path = /^0::(\/.*)$/m.exec(read("/proc/self/cgroup"))?.[1];
  // Seen from within a namespace of control groups, what is outside begins with two dots.
  if (path === undefined || path.startsWith("/..")) return undefined;
  const mounts = read("/proc/self/mounts").split("\n");
  const mounted = mounts.map((line) => line.split(" ")).find(([, , type]) => type === "cgroup2")?.[1];
  return mounted === undefined ? undefined : join(mounted, path, controlGroupName(mark));
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
