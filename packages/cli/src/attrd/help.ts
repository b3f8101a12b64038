import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode attrd --help` prints. */
export function attrdHelp(): string {
  return `sanode attrd - query and change transient node attributes of a running cluster

Usage: sanode attrd [options]

Works like attrd_updater. Transient attributes last until their node ends. Resource agents find this command under that
name, and need not say on which node they are.

${describeOptions(GROUPS)}
Exit status: 0 if all went well, 64 for wrong usage, 78 if there is no such attribute, 102 if no cluster can be reached,
105 if there is no such node.

Examples:
  What is known of the network's state, on all nodes?
    sanode attrd -n pingd -Q -A

  Tell it, but only what lasts for five seconds:
    sanode attrd -n pingd -U 100 -d 5s -N n1

  Forget how often resources have failed:
    sanode attrd -P '^fail-count-' -D -N n1
`;
}
