import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode simulate --help` prints. */
export function simulateHelp(): string {
  return `sanode simulate - show what a Pacemaker cluster would do

Usage: sanode simulate [options]

Reads a cluster information base (CIB): configuration and status. Without further options it shows the state that
the status tells of. With --run it shows what the cluster would do about it, and with --simulate also the state in
which that would end. Nothing is ever done to a real cluster.

${describeOptions(GROUPS)}
OPSPEC is RESOURCE_TASK_MILLISECONDS@NODE=EXITCODE; the exit codes are those of OCF agents: 0 success, 1 error, 7 not
running. web_monitor_10000@node1=7 is the monitor of web that runs every 10 seconds and has found it stopped on node1.

With --batch DIR every DIR/NAME.xml is run twice, which gives four files in the output directory:
  NAME.scores   what -sSQ prints
  NAME.dot, NAME.exp   the graph of the same run, as by -D and -G
  NAME.summary  what -S prints, errors included
A file named by --cases has lines of a name, a tab, and extra arguments for both runs. A case that fails does not stop
the others; those that failed are listed in the end.

Times are printed in UTC, unless the environment variable TZ names another zone.

Exit status: 0 if all went well, 1 for a transition that cannot be completed (or if cases of a batch failed), 64 for
wrong usage, 65 for input that is no XML, 74 for a graph that cannot be written, 78 for a configuration that violates
the schema, 102 without a cluster, 105 and 4 for files that do not exist or are not accessible.

Examples:
  What will the cluster do, and how does it look afterwards?
    sanode simulate -x cib.xml -S

  Why are resources where they are? Show all scores, and nothing else.
    sanode simulate -x cib.xml -sQ

  What if node1 were lost?
    sanode simulate -x cib.xml -S --node-fail node1

  What if web were found stopped on node1, and then could not be stopped properly there? Save how that ends, and ask
  what comes next.
    sanode simulate -x cib.xml -S -i web_monitor_10000@node1=7 -F web_stop_0@node1=1 -O then.xml
    sanode simulate -x then.xml -S

  How does it look on a Saturday? (Rules can depend on the date.)
    sanode simulate -x cib.xml -S -t "2030-06-01 12:00:00Z"

  Draw the actions and what they wait for.
    sanode simulate -x cib.xml -Q -D graph.dot && dot -Tsvg graph.dot -o graph.svg

  Take it apart by program.
    sanode simulate -x cib.xml --json | jq '.summary.resources[]'

  The same with tools that know the XML reports of crm_simulate.
    sanode simulate -x cib.xml -S --output-as=xml
`;
}
