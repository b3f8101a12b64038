import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode ra --help` prints. */
export function raHelp(): string {
  return `sanode ra - the resource agents of this host: what there is, what they take, and running one by hand

Usage: sanode ra classes [options]
       sanode ra list [CLASS[:PROVIDER]] [options]
       sanode ra info AGENT [options]
       sanode ra validate AGENT [NAME=VALUE...] [options]
       sanode ra run AGENT ACTION [NAME=VALUE...] [options]

Commands:
  classes   the classes of agents, and the providers of OCF agents
  list      the agents that are installed
  info      what an agent is for, its parameters and its actions, as its meta-data says
  validate  check parameters against an agent's meta-data, without running anything but the meta-data
  run       run one action (start, monitor, stop, validate-all, ...) as a cluster would, and tell how it ended

An AGENT is CLASS:TYPE or ocf:PROVIDER:TYPE. Its type alone is enough where only one agent has it.
Classes: ocf, lsb (scripts in /etc/init.d), systemd (units), service (either of these), stonith (fence agents and
plug-ins of cluster-glue), heartbeat (scripts in /etc/ha.d/resource.d, which Pacemaker itself no longer runs).

${describeOptions(GROUPS)}
Exit status: 0 if all is well; run: the agent's own (7 is "not running"), 124 if it took too long; validate: 78 if
there are errors; 105 for an agent that is not there, 64 for wrong usage, 1 for what else goes wrong.

Examples:
  What does the agent for addresses take?
    sanode ra info ocf:heartbeat:IPaddr2

  Is this how it is to be configured?
    sanode ra validate IPaddr2 ip=192.0.2.7 cidr_netmask=24

  Is it running?
    sanode ra run ocf:heartbeat:IPaddr2 monitor ip=192.0.2.7; echo $?

  Parameters that must be given, of all fence agents:
    for agent in $(sanode ra list stonith --json | jq -r '.[]'); do
      sanode ra info $agent --json | jq -r '.name as $n | .parameters[] | select(.required) | "\\($n) \\(.name)"'
    done
`;
}
