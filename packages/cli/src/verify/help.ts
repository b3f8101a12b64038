import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode verify --help` prints. */
export function verifyHelp(): string {
  return `sanode verify - check a Pacemaker configuration for errors

Usage: sanode verify [options]

Checks that a cluster information base (CIB) is XML, that it satisfies the schema that it declares, and that what it says
makes sense: constraints name resources that exist, options have values that they can have, and so on. An error
keeps the cluster from working as configured; whether a warning matters is for you to decide. With -V it also advises:
what is accepted but hardly meant, such as constraints that contradict each other, rules that can never hold, misspelled
names or resources without a monitor, each with what to do about it. Advice changes no exit status.

${describeOptions(GROUPS)}
Exit status: 0 if nothing is wrong, 78 if there are errors or warnings, 64 for wrong usage, 1 without input, 102
without a cluster, 105 for a cluster's file that does not exist.

Examples:
  Is there anything wrong with cib.xml?
    sanode verify -x cib.xml

  What exactly?
    sanode verify -x cib.xml -V

  In a script:
    sanode verify -x cib.xml -q || exit

  The codes of all errors:
    sanode verify -x cib.xml --json | jq '.problems[] | select(.severity == "error") | .code'
`;
}
