import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode mon --help` prints. */
export function monHelp(): string {
  return `sanode mon - watch a cluster

Usage: sanode mon [options]
       sanode status [options]

Shows nodes, resources and failures of a cluster that runs on this computer (sanode run), again whenever something
changes, until it is interrupted. With a file the state that its status section tells is shown.

${describeOptions(GROUPS)}
Exit status: 0, 64 for wrong usage, 102 if no cluster can be reached.

Examples:
  sanode status
  sanode mon --json | jq '.nodes[] | select(.online | not)'
`;
}
