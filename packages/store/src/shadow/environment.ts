import { homedir, tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the documents of a cluster on this computer are. */
const CLUSTER = "/var/lib/pacemaker/cib";

/** The user as whom Pacemaker runs. */
const DAEMON_USER = "hacluster";

/** The name of the shadow document that is used instead of the cluster's: `CIB_shadow`. Undefined for none. */
export function activeShadow(environment: Environment): string | undefined {
  return environment.CIB_shadow;
}

/**
 * The directory of shadow documents, as for Pacemaker's tools: `CIB_shadow_dir`; else the cluster's own for root and the
 * user of the daemons, `.cib` in the home directory for others, and the temporary one for who has none.
 */
export function shadowDirectory(environment: Environment): string {
  const given = environment.CIB_shadow_dir;
  if (given !== undefined && given !== "") return given;
  if (process.getuid?.() === 0 || userInfo().username === DAEMON_USER) return CLUSTER;
  const home = homedir();
  return home === "" ? tmpdir() : join(home, ".cib");
}

/** The file of a shadow document. */
export function shadowFile(directory: string, name: string): string {
  return `${directory}/${SHADOW}${name}`;
}

/** The file that commands take for the cluster's document while a shadow is active; undefined for none. */
export function activeShadowFile(environment: Environment): string | undefined {
  const name = activeShadow(environment) ?? "";
  return name === "" ? undefined : shadowFile(shadowDirectory(environment), name);
}

/** What the names of their files begin with. */
export const SHADOW = "shadow.";
