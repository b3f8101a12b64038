import { describeOptions } from "../../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode cib digest --help` prints. */
export function digestHelp(): string {
  return `sanode cib digest - the digest of a cluster information base (CIB)

Usage: sanode cib digest FILE [options]

Prints the MD5 by which Pacemaker knows a document: that in the file cib.xml.sig beside a CIB on disk, as cibadmin
--md5-sum does, or that by which nodes compare their documents, as cibadmin --md5-sum-versioned does.

${describeOptions(GROUPS)}
Exit status: 0, 64 for wrong usage, 65 for input that is no XML.

Examples:
  Is the CIB on disk intact?
    test "$(sanode cib digest cib.xml)" = "$(cat cib.xml.sig)"

  Do two nodes have the same CIB?
    sanode cib digest --versioned cib-of-node1.xml
    sanode cib digest --versioned cib-of-node2.xml
`;
}
