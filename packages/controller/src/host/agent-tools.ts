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
  crm_node: "members",
};

/** By the answer to `pacemakerd -$`, agents of the resource-agents package know what else they may call. */
const VERSION_TOOL = { name: "pacemakerd", script: '#!/bin/sh\necho "Pacemaker 3.0.3"\n' };

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
    writeProgram(directory, name, `#!/bin/sh\nexec ${program} ${args} "$@"\n`);
  }
  writeProgram(directory, VERSION_TOOL.name, VERSION_TOOL.script);
}

/** Agents that an earlier cluster started may be reading the one that is there. */
function writeProgram(directory: string, name: string, script: string): void {
  const path = join(directory, name);
  writeFileSync(`${path}.new`, script, { mode: 0o700 });
  renameSync(`${path}.new`, path);
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
