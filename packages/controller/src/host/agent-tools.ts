import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemEnvironment } from "@sanode/ra";

/**
 * What resource agents call, and with which arguments the program sanode does the same. They go by these names because the
 * agents do.
 */
const TOOLS: Readonly<Record<string, string>> = {
  attrd_updater: "attrd",
  crm_attribute: "attribute",
  // Older than `crm_attribute --promotion`, and permanent unless it is told otherwise.
  crm_master: 'attribute --node auto --name "master-$OCF_RESOURCE_INSTANCE"',
  crm_mon: "mon",
};

/**
 * Puts programs into a directory of their own by which resource agents speak to the cluster, under the names that they have
 * in Pacemaker.
 *
 * @param command the command line that runs the program sanode
 */
export function writeAgentTools(directory: string, command: readonly string[]): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const program = command.map(quoted).join(" ");
  for (const [name, args] of Object.entries(TOOLS)) {
    const path = join(directory, name);
    // Agents that an earlier cluster started may be reading the old one.
    writeFileSync(`${path}.new`, `#!/bin/sh\nexec ${program} ${args} "$@"\n`, { mode: 0o700 });
    renameSync(`${path}.new`, path);
  }
}

/**
 * The environment in which agents find these programs, by name or where they look for those of Pacemaker, and the programs
 * the cluster.
 *
 * @param state the cluster's directory
 */
export function agentToolEnvironment(directory: string, state: string): Readonly<Record<string, string>> {
  return {
    PATH: `${directory}:${systemEnvironment(process.env).PATH}`,
    HA_SBIN_DIR: directory,
    SANODE_STATE: state,
  };
}

/** A word that a shell takes as it is. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
