import { existsSync } from "node:fs";
import { describe } from "vitest";
import { pairs } from "./running-cluster.js";

/** Where Debian's resource-agents are. */
export const AGENTS = "/usr/lib/ocf/resource.d/heartbeat";

const isRoot = process.getuid?.() === 0;

/** A description whose title says what is missing; then it does not run. `needed` are files and their packages. */
export function describeWith(
  title: string,
  needed: Readonly<Record<string, string>>,
  body: () => void,
): void {
  const missing = Object.entries(needed).flatMap(([path, name]) => (existsSync(path) ? [] : [name]));
  if (!isRoot) missing.push("root's rights");
  const full = missing.length === 0 ? title : `${title} (missing: ${missing.join(", ")})`;
  describe.skipIf(missing.length > 0)(full, body);
}

/** A resource whose monitor runs every second. */
export const resource = (
  id: string,
  type: string,
  parameters: Readonly<Record<string, string>>,
): string => `<primitive id="${id}" class="ocf" provider="heartbeat" type="${type}">
  <instance_attributes id="${id}-i">${pairs(`${id}-i`, parameters)}</instance_attributes>
  <operations><op id="${id}-m" name="monitor" interval="1s" timeout="30s"/></operations></primitive>`;
