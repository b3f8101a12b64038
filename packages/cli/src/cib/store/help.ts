import { describeOptions } from "../../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode cib store --help` prints. */
export function storeHelp(): string {
  return `sanode cib store - look after a directory with a CIB, as clusters keep it on disk

Usage: sanode cib store check|recover DIRECTORY [options]

check tells which documents are there (cib.xml, and the backups cib-N.raw), which of them are good, and which a
cluster would start with. It changes nothing.

recover does what a cluster does when it starts: it puts bad files aside to a directory cib.auto.XXXXXX, for whoever wants
to know what happened, and the newest good document in their place. No Pacemaker may be running on the directory.

${describeOptions(GROUPS)}
Exit status: 0 if cib.xml is good, or there is nothing yet; 78 if it is bad or gone (check), or nothing good is left; 74 if
what is good could not be put in place; 64 for wrong usage, 4 for a directory that others may change, 105 for one that is not
there, 1 if it is in use.

Examples:
  What would the cluster start with?
    sanode cib store check /var/lib/pacemaker/cib

  Only the files that are bad:
    sanode cib store check DIRECTORY --json | jq '.tried[] | select(.rejection) | .file'
`;
}
