import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode cib --help` prints. */
export function cibHelp(): string {
  return `sanode cib - query and change a cluster information base (CIB)

Usage: sanode cib [COMMAND] [options]
       sanode cib diff ORIGINAL NEW
       sanode cib digest FILE
       sanode cib store check|recover DIRECTORY
       sanode cib to-json|from-json FILE
       sanode cib schema

Works like cibadmin on the file that the environment variable CIB_file names, or that --file names. The command can be
an option, as with cibadmin, or the first word: \`sanode cib query -o nodes\` is \`sanode cib -Q -o nodes\`. A change either
succeeds as a whole, and what comes out satisfies its schema, or leaves the file as it is.

${describeOptions(GROUPS)}
Exit status: 0 if all went well, 64 for wrong usage, 65 for input that is no XML, 70 for a request that makes no sense,
78 if a CIB does not satisfy its schema, 102 without a CIB, 103 if the input is older than the CIB, 105 for what is not
there, 107 if --force is needed, 108 for an object that is there already.

Examples:
  Which resources are there?
    sanode cib query --file cib.xml --scope resources

  Which target roles are set?
    sanode cib query --file cib.xml --xpath "//nvpair[@name='target-role']"

  Raise a score by 100:
    sanode cib modify --file cib.xml --xml-text '<rsc_location id="web-prefers-n1" score="score+=100"/>'

  Remove a constraint:
    sanode cib delete --file cib.xml --xml-text '<rsc_location id="web-prefers-n1"/>'
`;
}
