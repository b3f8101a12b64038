import { homedir } from "node:os";
import { join } from "node:path";
import type { OptionSpec } from "../command/options.js";

export const STATE: OptionSpec = {
  long: "state",
  value: "DIR",
  help: "the directory in which the cluster keeps its state; by default that which the\nenvironment variable SANODE_STATE names, or the user's own",
};

/** The directory in which a cluster keeps its state: as given, or else the environment's, the system's or the user's. */
export function stateDirectory(given: string | undefined): string {
  const { SANODE_STATE, XDG_STATE_HOME } = process.env;
  if (given !== undefined) return given;
  if (SANODE_STATE !== undefined && SANODE_STATE !== "") return SANODE_STATE;
  if (process.getuid?.() === 0) return "/var/lib/sanode";
  const own = XDG_STATE_HOME?.startsWith("/") === true ? XDG_STATE_HOME : join(homedir(), ".local", "state");
  return join(own, "sanode");
}
