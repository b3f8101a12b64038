import { equalIgnoringCase, parseInterval } from "@sanode/cib";

/** Seconds that fencing with a device waits before it begins. */
export interface Delay {
  readonly base: number;
  /** At least `base`; what lies between them is left to chance. */
  readonly max: number;
}

/**
 * The delay of a device for a target.
 * Source: Pacemaker Explained, "Special Meta-Attributes for Fencing Resources", `pcmk_delay_base`, `pcmk_delay_max`.
 */
export function configuredDelay(parameters: ReadonlyMap<string, string>, target: string | undefined): Delay {
  const base = wholeSeconds(baseFor(parameters.get("pcmk_delay_base"), target));
  const max = wholeSeconds(parameters.get("pcmk_delay_max"));
  return max === 0 ? { base, max: base } : { base: Math.min(base, max), max };
}

/** The base may differ from node to node: `NODE:TIME` for each, between semicolons or blanks. */
function baseFor(text: string | undefined, target: string | undefined): string | undefined {
  if (text === undefined || target === undefined || !text.includes(":")) return text;
  for (const item of text.split(/[; \t]+/)) {
    const colon = item.indexOf(":");
    if (colon > 0 && equalIgnoringCase(item.slice(0, colon), target)) return item.slice(colon + 1);
  }
  return text;
}

function wholeSeconds(text: string | undefined): number {
  return Math.floor(parseInterval(text) / 1000);
}

/**
 * Seconds to wait before an action.
 *
 * @param requested what the request adds; -1 for no delay at all
 * @param random a number from 0 to below 1
 */
export function chooseDelay(delay: Delay, requested: number, random: number): number {
  if (requested < 0) return 0;
  return requested + delay.base + Math.floor(random * (delay.max - delay.base + 1));
}
