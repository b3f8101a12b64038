import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode resource --help` prints. */
export function resourceHelp(): string {
  return `sanode resource - look at resources and tell the cluster what to do with them

Usage: sanode resource COMMAND [RESOURCE] [options]

Look:
  list                        all resources and their state
  locate RESOURCE             the nodes on which a resource runs
  why RESOURCE                why it is where it is, or why it does not run
  get RESOURCE NAME           a configured parameter
  failcount [RESOURCE]        how often resources have failed, by node
  operations [RESOURCE] [-N NODE]
                              what nodes remember of operations, with their results
  show RESOURCE               its configuration as XML, with that of its template
  digests RESOURCE -N NODE [NAME=VALUE...]
                              the digests by which changes of its parameters are noticed, as configured or with others

Change the configuration, of a running cluster or of a file:
  start, stop RESOURCE        let it run; keep it stopped (meta-attribute target-role)
  manage, unmanage RESOURCE   let the cluster act on it; keep its hands off (is-managed)
  move RESOURCE [-N NODE]     to a node, or away from where it is
  ban RESOURCE [-N NODE]      keep it off a node, by default the one where it is
  clear RESOURCE [-N NODE]    take back moves and bans
  clear --expired [RESOURCE]  take back those whose time is over
  set RESOURCE NAME VALUE     set a parameter
  unset RESOURCE NAME         remove a parameter
  delete RESOURCE             remove it from the configuration

Act on a running cluster:
  cleanup [RESOURCE]          forget failures, and look anew at what has failed
  refresh [RESOURCE]          forget everything that is known, and look anew
  fail RESOURCE -N NODE       tell the cluster that it has failed
  restart RESOURCE [-N NODE]  stop it and what depends on it, everywhere or on a node, and start all that again; the
                              configuration is restored whatever happens, also after Ctrl-C
  validate RESOURCE           have its agent check its parameters, on a node
  force-check, force-start, force-stop, force-promote, force-demote RESOURCE [-N NODE]
                              run its agent now, past the cluster, and see all that it says; the cluster finds out by its
                              monitors only
  wait                        wait until nothing is left to be done

${describeOptions(GROUPS)}
Exit status: 0; 1 if something does not stop or start; 64 for wrong usage, 78 for a change that the schema does not allow,
102 if no cluster can be reached, 105 if there is no such resource, node or value, 108 if it is so already, 124 if the time
is up, 130 after an interrupt. What is run past the cluster ends with the agent's own status; 107 if it is not safe.

Examples:
  sanode resource why web
  sanode resource move web -N node2 --lifetime PT1H --wait
  sanode resource cleanup
  sanode resource stop web -x cib.xml
`;
}
