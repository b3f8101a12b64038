/** Kept equal to the package's version by a test. */
export const VERSION = "0.1.0";

export const VERSION_TEXT = `sanode ${VERSION}, with the decisions of Pacemaker 3.0.3\n`;

export const TOP_HELP = `sanode - a high-availability cluster resource manager in the manner of Pacemaker

Usage: sanode COMMAND [options]

Commands:
  simulate  show what a cluster would do: scores, actions, and the state it would end in
  verify    check a configuration for errors
  cib       query and change a configuration; look after it on disk (cib store)
  shadow    try changes of a configuration on a copy of it
  attribute query and change cluster options and node attributes
  attrd     query and change transient node attributes of a running cluster
  fence     fencing: nodes of a running cluster, devices, what would fence a node, agents
  run       run a cluster on this computer, as a service
  status    show the state of a running cluster
  mon       watch a running cluster
  resource  look at resources, start, stop, move them, clean up their failures
  node      look at nodes, take them out of service and back
  members   tell who is in a running cluster, and on which node an agent runs
  configure show and replace the configuration of a running cluster
  ra        the resource agents of this host: list them, what they take, run one by hand
  demo      watch a cluster of three nodes keep a web site up while one of them is lost

Options:
  -h, --help     print this text; sanode COMMAND --help tells more of a command
  -$, --version  print the version

Examples:
  What is the cluster in cib.xml going to do next, and how does it look afterwards?
    sanode simulate -x cib.xml -S

  Why is a resource where it is? Show the scores.
    sanode simulate -x cib.xml -s

  What if node1 were lost?
    sanode simulate -x cib.xml -S --node-fail node1

  Is there anything wrong with the configuration?
    sanode verify -x cib.xml -V
`;
