import { describeOptions } from "../../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode cib diff --help` prints. */
export function diffHelp(): string {
  return `sanode cib diff - compare two cluster information bases (CIBs), or apply such a comparison

Usage: sanode cib diff ORIGINAL NEW [options]
       sanode cib diff ORIGINAL --patch FILE [options]

Works like crm_diff, whose options it takes: the differences between two documents are printed as a patchset, which
crm_diff --patch and cibadmin --patch understand as well. Nothing is changed on disk; \`sanode cib patch\` changes a CIB.

${describeOptions(GROUPS)}
Exit status: when comparing, 0 if nothing differs and 1 if something does. When patching, 0, or why the patch does not
fit: 1 if it is for a later version, if what it changes is not there, or if the result is not what it should be; 70 if it
is no patchset; 76 if something is missing in it; 103 if the original is newer. 64 for wrong usage, 65 for input that is
no XML.

Examples:
  What has changed?
    sanode cib diff old.xml new.xml --text

  Take the changes from one cluster to another, whatever its version:
    sanode cib diff --no-version old.xml new.xml > changes.xml
    sanode cib patch --file other.xml --xml-file changes.xml

  What would come of it?
    sanode cib diff other.xml --patch changes.xml
`;
}
