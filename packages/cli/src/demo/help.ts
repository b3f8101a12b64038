import { NODES, PREFERENCE, PREFERRED, STICKINESS } from "./configuration.js";

export const HELP = `sanode demo - a web site that outlives its node

Usage: sanode demo [options]

Runs a cluster of three nodes (${NODES.join(", ")}) on this computer for a few seconds.
A service address and a web site are kept together on one node, ${PREFERRED} preferred
(score ${PREFERENCE}), with a stickiness of ${STICKINESS}. The demo shows what the cluster decides and why, does
it, takes the site's node away, says how long the page was gone, and brings the node back.

The nodes are parts of this process, but the services are real: processes, run by the OCF
agents that come with sanode. No privileges are needed; addresses are drawn from 127.0.0.0/8.
In the end nothing is left behind. Any number of demos can run at once.

Options:
  --json      print one JSON object at the end, instead of text as it goes
  -h, --help  print this text

Exit status: 0 if everything was as claimed, 1 if not, 64 for wrong usage, 69 where the demo cannot run.
Colours are used on terminals, unless NO_COLOR is set.

Examples:
  sanode demo
  sanode demo --json | jq '.scenes[] | select(.kind == "outage")'
`;
