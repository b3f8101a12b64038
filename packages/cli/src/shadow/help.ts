import { describeOptions } from "../command/help.js";
import { GROUPS } from "./options.js";

/** What `sanode shadow --help` prints. */
export function shadowHelp(): string {
  return `sanode shadow - try changes of a cluster's configuration on a copy of it

Usage: sanode shadow [options] QUERY|COMMAND

Works like crm_shadow. A shadow document is a copy of the cluster information base (CIB) under a name. While the
environment variable CIB_shadow has that name, commands take the copy for the cluster's; the cluster sees nothing of
what is changed there until the copy is committed. The cluster's own is the file that CIB_file names. The files
shadow.NAME are in the directory that CIB_shadow_dir names; else in /var/lib/pacemaker/cib for root and hacluster, and in
~/.cib for others.

Making a shadow document, or switching to one, starts a shell (SHELL) with CIB_shadow set; with --batch, or without
SHELL, it tells what to enter instead.

${describeOptions(GROUPS)}
Exit status: 0 if all went well, 1 if there are differences or the editor failed, 6 without EDITOR, 64 for wrong usage or
if --force is needed, 66 for a shadow document that is no XML, 70 and 78 for one that the cluster refuses, 72 if a
program cannot be started, 73 for one that is there already, 102 without a cluster, 103 if it is older than the
cluster's, 105 if it, or an active one, is not there.

Examples:
  Try something on a copy:
    sanode shadow --create try

  What have I changed?
    sanode shadow --diff

  What would the cluster do?
    sanode simulate --live-check --simulate

  Make it the cluster's configuration:
    sanode shadow --commit try --force

  Forget about it:
    sanode shadow --delete try --force
`;
}
