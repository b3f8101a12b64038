import { lowerAscii } from "@sanode/cib";
import type { DeviceDefinition } from "../device/definition.js";
import { parseHostMap, parseTargetList } from "../device/targets.js";

/** The id that the device has, and the only one that means it. */
export const WATCHDOG_DEVICE = "watchdog";
export const WATCHDOG_AGENT = "fence_watchdog";

/** Nodes that end themselves when they lose touch, by a hardware watchdog. */
export interface WatchdogFencing {
  /** Seconds; 0 if there is no such fencing. */
  readonly timeout: number;
  /** The nodes that do it, in lower case; null for all there could be. */
  readonly nodes: ReadonlySet<string> | null;
}

export const NO_WATCHDOG: WatchdogFencing = { timeout: 0, nodes: null };

/** @param definitions the configuration's devices, among which the watchdog may be */
export function watchdogFencing(timeout: number, definitions: readonly DeviceDefinition[]): WatchdogFencing {
  const device = definitions.find(isWatchdog);
  const list = device?.parameters.get("pcmk_host_list");
  const map = device?.parameters.get("pcmk_host_map");
  if (timeout === 0 || (list === undefined && map === undefined)) return { timeout, nodes: null };
  return { timeout, nodes: new Set([...parseTargetList(list ?? ""), ...parseHostMap(map ?? "").keys()]) };
}

export function isWatchdog({ id, type }: Pick<DeviceDefinition, "id" | "type">): boolean {
  return id === WATCHDOG_DEVICE && type === WATCHDOG_AGENT;
}

/** A device that takes the watchdog's name or its agent, but not both, means nothing. */
export function isMisnamedWatchdog({ id, type }: Pick<DeviceDefinition, "id" | "type">): boolean {
  return (id === WATCHDOG_DEVICE) !== (type === WATCHDOG_AGENT);
}

/** Whether a node ends itself, so that waiting long enough is as good as fencing it. */
export function doesWatchdogFencing({ timeout, nodes }: WatchdogFencing, node: string): boolean {
  return timeout > 0 && (nodes === null || nodes.has(lowerAscii(node)));
}
