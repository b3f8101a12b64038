import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode fence --help` prints. */
export function fenceHelp(): string {
  return `sanode fence - fencing devices, levels and agents

Usage: sanode fence TASK [options]

Tasks:
  devices                           which devices a configuration has, and which nodes may use them
  plan TARGET                       which devices would fence a node, in which order, with which timeouts
  list-agents                       the fence agents of this computer
  metadata AGENT                    what an agent says of itself
  validate AGENT [NAME=VALUE...]    let an agent judge parameters
  run AGENT ACTION [NAME=VALUE...]  run an agent once, as the fencing service would run it

To find out what they can fence, 'plan' asks the devices that have to be asked (by their actions list and status) from
this computer. It fences nobody. 'run' does what it is told: off is off.

${describeOptions(GROUPS)}
Exit status: 0 if all went well; else as stonith_admin's: 1 if an agent failed, 3 for what it does not support, 64 for
wrong usage, 105 if there is no such agent or no device for a target, 124 if time ran out.

Examples:
  What happens if n2 has to be fenced?
    sanode fence plan n2 -x cib.xml

  Why does n1 not use a device?
    sanode fence devices -x cib.xml --node n1

  Does the service processor of n2 answer?
    sanode fence run fence_ipmilan status ip=10.0.0.2 username=admin passwd_script=/root/bmc lanplus=1

  In a script:
    sanode fence plan n2 -x cib.xml --json | jq '.levels[].steps[].device'
`;
}
