import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode attribute --help` prints. */
export function attributeHelp(): string {
  return `sanode attribute - query and change cluster options and node attributes

Usage: sanode attribute [options]

Works like crm_attribute on the file that the environment variable CIB_file names, or that --file names.

${describeOptions(GROUPS)}
Exit status: 0 if all went well, 64 for wrong usage, 76 for a type that does not exist, 78 if the CIB does not or would
not satisfy its schema, 102 without a CIB, 105 for what is not there, 109 if several values could be meant.

Examples:
  Which cluster options are set?
    sanode attribute --file cib.xml

  Keep the cluster from doing anything:
    sanode attribute --file cib.xml --name maintenance-mode --update true

  Where does a node stand?
    sanode attribute --file cib.xml --node n1 --name site --update paris

  In a script:
    sanode attribute --file cib.xml --node n1 --name site --query --quiet --default unknown
`;
}
