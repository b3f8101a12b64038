import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode fence --help` prints. */
export function fenceHelp(): string {
  return `sanode fence - fencing devices, levels and agents; fencing nodes of a running cluster

Usage: sanode fence TASK [options]

Tasks:
  devices                           which devices a configuration has, and which nodes may use them
  plan TARGET                       which devices would fence a node, in which order, with which timeouts
  list-agents                       the fence agents of this computer
  metadata AGENT                    what an agent says of itself
  validate AGENT [NAME=VALUE...]    let an agent judge parameters
  run AGENT ACTION [NAME=VALUE...]  run an agent once, as the fencing service would run it
  off, reboot NODE                  let a running cluster fence a node, by the devices of its configuration
  on NODE                           let it unfence a node
  confirm NODE                      tell it that a node is certainly down, as you have made sure of yourself
  history [NODE]                    what was done, to one node or to all

Without any fencing device in its configuration, a cluster of 'sanode run' fences a node by killing all that it runs. A
node that was fenced stays down until 'sanode node start'.

To find out what they can fence, 'plan' asks the devices that have to be asked (by their actions list and status) from
this computer. It fences nobody. 'run' does what it is told: off is off.

${describeOptions(GROUPS)}
Exit status: 0 if all went well; else as stonith_admin's: 1 if an agent failed, 3 for what it does not support, 64 for
wrong usage, 105 if there is no such agent or node, or no device for a target,
102 if no cluster can be reached, 124 if time ran out.

Examples:
  What happens if n2 has to be fenced?
    sanode fence plan n2 -x cib.xml

  Why does n1 not use a device?
    sanode fence devices -x cib.xml --node n1

  Does the service processor of n2 answer?
    sanode fence run fence_ipmilan status ip=10.0.0.2 username=admin passwd_script=/root/bmc lanplus=1

  A node hangs, and its service processor does not answer: you have pulled the plug.
    sanode fence confirm n2

  In a script:
    sanode fence plan n2 -x cib.xml --json | jq '.levels[].steps[].device'
`;
}
