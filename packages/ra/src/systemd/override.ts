import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where systemd looks for what has been changed until the next boot. */
export const OVERRIDE_DIRECTORY = "/run/systemd/system";

/** The name that Pacemaker gives such files, so that whoever takes over a unit finds it. */
const FILE = "50-pacemaker.conf";

/** What changes in a unit while a cluster manages it. */
export function overrideText(unit: string): string {
  const text = `[Unit]
Description=Cluster Controlled ${unit}
Before=pacemaker.service pacemaker_remote.service
`;
  return unit.endsWith(".service") ? `${text}\n[Service]\nRestart=no\n` : text;
}

/**
 * Puts a unit under the cluster's control: systemd does not restart it by itself, and at the end of the host stops the
 * cluster first, which then stops the unit. Takes effect when systemd reloads its configuration. Throws the system's error.
 */
export function writeOverride(unit: string, directory: string): void {
  const folder = join(directory, `${unit}.d`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeFileSync(join(folder, FILE), overrideText(unit), { mode: 0o644 });
}

/** Takes the control back. Returns whether there was any. Throws the system's error. */
export function removeOverride(unit: string, directory: string): boolean {
  try {
    rmSync(join(directory, `${unit}.d`, FILE));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return false;
    throw error;
  }
}
