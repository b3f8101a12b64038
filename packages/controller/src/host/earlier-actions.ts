import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { findNodeProcesses, killNodeProcesses, type NodeIdentity } from "@sanode/ra";

/** An action of an agent that an earlier process of the cluster began and could not see to its end. */
export interface EarlierAction {
  readonly pid: number;
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
  /** Milliseconds that it may take, from the moment of its discovery. */
  readonly timeout: number;
}

const ACTIONS = new Set([
  "start",
  "stop",
  "monitor",
  "status",
  "promote",
  "demote",
  "migrate_to",
  "migrate_from",
  "reload",
  "reload-agent",
  "notify",
  "validate-all",
  "meta-data",
]);

/** Actions that change nothing, so that nobody has to wait for them. */
const HARMLESS = new Set(["monitor", "status", "validate-all", "meta-data"]);

/** Where agents of the class lsb are. */
const INIT_SCRIPTS = "/etc/init.d";

const DEFAULT_TIMEOUT = 20_000;
const PAUSE = 50;

/**
 * Waits for the actions that an earlier process left under way on a node: before they have ended nobody can
 * tell what runs there. Those that take longer than they may are killed, and those that only look, at once.
 *
 * @param directories where agents are found
 * @param onWait told of each action that is waited for
 */
export async function awaitEarlierActions(
  node: NodeIdentity,
  directories: readonly string[],
  onWait: (action: EarlierAction) => void = () => {},
): Promise<void> {
  const deadlines = new Map<number, number>();
  for (;;) {
    const actions = findEarlierActions(node, directories);
    if (actions.length === 0) return;
    for (const action of actions) {
      const deadline = deadlines.get(action.pid);
      if (HARMLESS.has(action.action) || (deadline ?? Number.POSITIVE_INFINITY) <= performance.now()) {
        killGroup(action.pid);
      } else if (deadline === undefined) {
        deadlines.set(action.pid, performance.now() + action.timeout);
        onWait(action);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/**
 * The actions of agents that run on a node: leaders of a session of their own, as every action is started, that
 * execute an agent with nothing but the name of an action.
 */
export function findEarlierActions(
  node: NodeIdentity,
  directories: readonly string[],
): readonly EarlierAction[] {
  return findNodeProcesses(node).flatMap((pid) => {
    const words = read(`/proc/${pid}/cmdline`)?.split("\0").slice(0, -1) ?? [];
    const [agent = "", action = ""] = words.slice(-2);
    const isAgent =
      dirname(agent) === INIT_SCRIPTS ||
      directories.some((directory) => dirname(dirname(agent)) === directory);
    if (!isAgent || !ACTIONS.has(action) || !leadsSession(pid)) return [];
    const environment = new Map(
      read(`/proc/${pid}/environ`)
        ?.split("\0")
        .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const),
    );
    const timeout = Number(environment.get("OCF_RESKEY_CRM_meta_timeout") ?? DEFAULT_TIMEOUT);
    const resource = environment.get("OCF_RESOURCE_INSTANCE") ?? "";
    return [{ pid, agent, action, resource, timeout: timeout > 0 ? timeout : DEFAULT_TIMEOUT }];
  });
}

/**
 * Ends the fence agents that an earlier process left under way. What they have done by then nobody knows: they are neither
 * waited for nor believed, and what still has to be fenced is fenced anew.
 *
 * @param agents by what the processes of fence agents are known
 * @returns the names of those agents, `unknown` if only what they started is left. Rejects if something cannot be ended
 */
export async function endEarlierFencing(agents: NodeIdentity): Promise<readonly string[]> {
  const found = findNodeProcesses(agents);
  if (found.length === 0) return [];
  const names = found.filter(leadsSession).flatMap((pid) => {
    const words = read(`/proc/${pid}/cmdline`)?.split("\0") ?? [];
    return words.map((word) => basename(word)).find((name) => /^(fence_|stonith)/.test(name)) ?? [];
  });
  const left = await killNodeProcesses(agents);
  if (left.length > 0)
    throw new Error(`Fence agents of before cannot be ended: processes ${left.join(", ")}`);
  return names.length > 0 ? names : ["unknown"];
}

function leadsSession(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  // The second field, the command, is in brackets and may hold anything; a zombie has ended.
  const [state, , group, session] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  return state !== "Z" && group === String(pid) && session === String(pid);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
