import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode run --help` prints. */
export function runHelp(): string {
  return `sanode run - run a cluster on this computer, as a service

Usage: sanode run [FILE] [options]

Runs the resources of a Pacemaker configuration (CIB) with the agents of this computer, watches them, and recovers
what fails, until it is told to stop. All its nodes are parts of this one process. FILE is needed the first time only:
from then on the configuration is kept in the state directory, and FILE is used if its version (admin_epoch, epoch) is
newer. What is changed by sanode resource, node and configure is kept too.

What is run outlives the process. If it is killed, start it again: it finds what runs, and starts nothing twice.
As a unit of systemd give it KillMode=process and Delegate=yes, or systemd ends what it runs with it. Run it as root:
without a control group of its own a daemon that overwrites its environment, as nginx does, is not known to be a node's
when the node is fenced.

TERM and INT stop all resources in good order, then end; the second one cuts that short by killing what is left.
In maintenance mode the resources are left running. Fence agents never outlive the process: one that is killed with
fencing under way ends them when it is started again, and believes nothing of what they may have done.

${describeOptions(GROUPS)}
The log goes to standard error: time, level, message.

Exit status: 0 if everything was stopped in good order, 1 if something had to be killed, 64 for wrong usage, 78 for a
configuration that cannot be used, 100 if a cluster runs in that state directory already or it cannot be used.

Examples:
  sanode run cluster.xml --state /var/lib/web
  sanode run cluster.xml --node a --node b --json 2>> cluster.log
  sanode mon --state /var/lib/web
`;
}
