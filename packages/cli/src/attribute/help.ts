import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode attribute --help` prints. */
export function attributeHelp(): string {
  return `sanode attribute - query and change cluster options and node attributes

Usage: sanode attribute [options]

Works like crm_attribute: on the file that --file or the environment variable CIB_file names, else on the running cluster
that --state or the environment names. There, attributes that last until a node's next start go through the cluster's
attribute manager, as those of sanode attrd do.

${describeOptions(GROUPS)}
Exit status: 0 if all went well, 64 for wrong usage, 76 for a type that does not exist, 78 if the CIB does not or would
not satisfy its schema, 102 without a CIB or a cluster, 105 for what is not there, 109 if several values could be meant.

Examples:
  Which cluster options are set?
    sanode attribute --file cib.xml

  Keep the cluster from doing anything:
    sanode attribute --file cib.xml --name maintenance-mode --update true

  Where does a node stand?
    sanode attribute --file cib.xml --node n1 --name site --update paris

  What would a resource agent call its promotion score?
    sanode attribute --node n1 --promotion=db --update 10

  In a script:
    sanode attribute --file cib.xml --node n1 --name site --query --quiet --default unknown
`;
}
