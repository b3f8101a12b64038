import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PROGRAMS = ["corosync", "pacemaker-based", "pacemaker-attrd", "attrd_updater", "cibadmin"];

/** Whether the programs of Pacemaker that are needed are in a directory, and we may give them namespaces of their own. */
export function canRunPacemaker(reference: string): boolean {
  return PROGRAMS.every((program) => existsSync(join(reference, program))) && process.getuid?.() === 0;
}

const configuration = (scratch: string): string => `totem {
  version: 2
  cluster_name: t
  transport: udpu
  interface {
    ringnumber: 0
    bindnetaddr: 127.0.0.1
  }
}
nodelist {
  node {
    ring0_addr: 127.0.0.1
    name: n1
    nodeid: 1
  }
}
quorum {
  provider: corosync_votequorum
}
uidgid {
  uid: hacluster
  gid: haclient
}
logging {
  to_stderr: yes
  to_syslog: no
}
system {
  sched_rr: no
  state_dir: ${scratch}/corosync
  allow_knet_handle_fallback: yes
}
`;

/**
 * A cluster of one node in namespaces of its own. `settle` waits until everything is written: the second value of an
 * attribute is written only when it is known that the first one was.
 */
const setUp = (reference: string, scratch: string): string => `
  mkdir -p ${scratch}/corosync ${scratch}/pacemaker/cib ${scratch}/pacemaker/cores /var/lib/pacemaker
  chown -R 189:189 ${scratch}/pacemaker
  chmod 755 ${scratch}
  mount --bind ${scratch}/passwd /etc/passwd
  mount --bind ${scratch}/group /etc/group
  mount --bind ${scratch}/pacemaker /var/lib/pacemaker
  mount -t tmpfs none /dev/shm
  mount -t tmpfs none /run
  mkdir -p /run/crm /run/corosync /run/lock
  chown 189:189 /run/crm
  ip link set lo up
  export PCMK_cluster_type=corosync PCMK_logfile=none
  ${reference}/corosync -f -c ${scratch}/corosync.conf >/dev/null 2>&1 &
  { until ${reference}/pacemaker-based >/dev/null 2>&1; do sleep 0.2; done; } &
  { until ${reference}/pacemaker-attrd >/dev/null 2>&1; do sleep 0.2; done; } &
  written() { ${reference}/cibadmin -Q -o status 2>/dev/null | grep -q "name=\\"settled\\" value=\\"$1\\""; }
  settle() {
    for turn in first second; do
      settled=$((settled + 1))
      until ${reference}/attrd_updater -n settled -U $settled 2>/dev/null; do sleep 0.1; done
      until written $settled; do sleep 0.01; done
    done
  }
  settle
  `;

/**
 * Runs a script of the shell where Pacemaker's attribute manager is at work, on the node `n1`.
 *
 * @param reference where its programs are
 * @param scratch a directory that nobody else uses
 */
export function underPacemaker(reference: string, scratch: string, script: string) {
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, "corosync.conf"), configuration(scratch));
  writeFileSync(join(scratch, "passwd"), "root:x:0:0::/root:/bin/sh\nhacluster:x:189:189::/:/bin/false\n");
  writeFileSync(join(scratch, "group"), "root:x:0:\nhaclient:x:189:\n");
  rmSync(join(scratch, "pacemaker"), { recursive: true, force: true });
  const namespaces = ["--mount", "--net", "--ipc", "--pid", "--fork", "--kill-child", "--mount-proc"];
  return spawnSync("unshare", [...namespaces, "sh", "-c", setUp(reference, scratch) + script], {
    encoding: "utf8",
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
}
