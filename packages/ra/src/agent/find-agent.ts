import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { AgentName } from "./agent-name.js";

/** Where OCF agents are installed by the packages of all Linux distributions. */
export const SYSTEM_AGENTS = "/usr/lib/ocf/resource.d";

/**
 * The file of an OCF agent: DIRECTORY/PROVIDER/TYPE in the first directory that has something of that name. That it
 * exists is all that is asked, as in Pacemaker; a file that cannot be executed gives a result that says so.
 *
 * A provider or type that would lead out of the directory names no agent.
 */
export function findAgent(agent: AgentName, directories: readonly string[]): string | undefined {
  if (agent.class.toLowerCase() !== "ocf" || agent.provider === undefined) return undefined;
  if (!isFileName(agent.provider) || !isFileName(agent.type)) return undefined;
  for (const directory of directories) {
    const path = join(directory, agent.provider, agent.type);
    if (existsSync(path)) return path;
  }
  return undefined;
}

function isFileName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name);
}

/** The OCF agents that can be run: executable files that are not hidden, by provider and name, each once. */
export function listAgents(directories: readonly string[]): readonly AgentName[] {
  const found = new Map<string, AgentName>();
  for (const directory of directories) {
    for (const provider of entries(directory)) {
      for (const file of entries(join(directory, provider.name))) {
        const agent = { class: "ocf", provider: provider.name, type: file.name };
        const key = `${agent.provider}:${agent.type}`;
        if (!found.has(key) && isExecutable(join(directory, provider.name, file.name))) found.set(key, agent);
      }
    }
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}

function entries(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).filter((entry) => !entry.name.startsWith("."));
  } catch {
    // A directory that is missing or closed to us holds no agents.
    return [];
  }
}

function isExecutable(path: string): boolean {
  const file = statSync(path, { throwIfNoEntry: false });
  return file?.isFile() === true && (file.mode & 0o111) !== 0;
}
