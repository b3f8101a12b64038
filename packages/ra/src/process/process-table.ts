import { readdirSync, readFileSync } from "node:fs";

/** One process of this host, as far as we are allowed to look at it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Clock ticks (hundredths of a second) from the host's start to the process's. */
  readonly startTicks: number;
  /** The environment it was started with, `NAME=VALUE` between zero bytes; empty if it is another user's. */
  readonly environment: Buffer;
  /** Its control groups, one of each hierarchy a line. */
  readonly controlGroups: string;
  /** Just being executed: its environment is not laid out yet and will show in a moment. */
  readonly isUnsettled: boolean;
}

const NOTHING = Buffer.alloc(0);

/** All live processes of this host; none where there is no /proc. Processes that only wait to be reaped are left out. */
export function readProcessTable(): ProcessEntry[] {
  const table: ProcessEntry[] = [];
  for (const name of directoryNames("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const status = readFile(`/proc/${pid}/stat`).toString("latin1");
    // The command stands in parentheses and may itself hold any character; the fields after it are plain.
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    const [state, parent] = fields;
    if (parent === undefined || state === "Z" || state === "X") continue;
    const environment = readFile(`/proc/${pid}/environ`);
    // Threads of the kernel have no memory, and what hides its environment has arguments at least.
    const hasMemory = Number(fields[20]) > 0;
    const isUnsettled =
      environment.length === 0 && hasMemory && readFile(`/proc/${pid}/cmdline`).length === 0;
    const controlGroups = readFile(`/proc/${pid}/cgroup`).toString("latin1");
    const startTicks = Number(fields[19]);
    table.push({ pid, parent: Number(parent), startTicks, environment, controlGroups, isUnsettled });
  }
  return table;
}

/** When the host was started, in milliseconds since 1970; undefined where there is no /proc. */
export function hostStart(): number | undefined {
  const match = /^btime (\d+)$/m.exec(readFile("/proc/stat").toString("latin1"));
  return match?.[1] === undefined ? undefined : Number(match[1]) * 1000;
}

function directoryNames(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // Ended while we looked, or not ours to look at.
    return NOTHING;
  }
}
