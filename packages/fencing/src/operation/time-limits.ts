import type { ActionTerms, FencingAction } from "../device/fencing-device.js";
import type { Level } from "../topology/topology.js";
import { WATCHDOG_DEVICE } from "../watchdog/watchdog-fencing.js";
import { allowedTerms, type PeerReply, type Replies } from "./replies.js";

/** What time limits depend on. Times in whole seconds. */
export interface TimeBasis {
  /** Of the request. */
  readonly timeout: number;
  /** Of the request; -1 for no delay at all. */
  readonly delay: number;
  /** 0 unless the target ends itself by its watchdog. */
  readonly watchdog: number;
}

/** Everything is given a fifth more time than it says it needs. */
const ALLOWANCE = 1.2;

/** Seconds for which answers to a query are waited for. */
export function queryTime({ timeout }: TimeBasis): number {
  return floor(ALLOWANCE * timeout);
}

/** Seconds that an agent of a device may run. */
export function deviceTimeout(device: string, terms: ActionTerms, basis: TimeBasis): number {
  const timeout = terms.timeout > 0 ? terms.timeout : basis.timeout;
  return device === WATCHDOG_DEVICE ? Math.max(timeout, basis.watchdog) : timeout;
}

/** Seconds that a device may need with its delay. */
export function deviceTime(device: string, terms: ActionTerms, basis: TimeBasis): number {
  const delay = basis.delay < 0 ? 0 : terms.delayMax > 0 ? terms.delayMax : terms.delayBase;
  return deviceTimeout(device, terms, basis) + delay;
}

/** Seconds that a node may need to try all of its devices. */
export function peerTime(reply: PeerReply, action: FencingAction, basis: TimeBasis): number {
  const times = reply.reports.map(({ device }) => {
    const terms = allowedTerms(reply, device, action);
    return terms === undefined ? 0 : deviceTime(device, terms, basis);
  });
  return Math.max(sum(times), basis.watchdog) || basis.timeout;
}

/** Seconds that all devices of all levels may need, and those that a node is unfenced with besides. */
export function topologyTime(
  levels: readonly Level[],
  replies: Replies,
  action: FencingAction,
  basis: TimeBasis,
): number {
  const named = levels.flatMap(({ devices }) => devices);
  const automatic = action === "on" ? replies.automaticDevices().filter((id) => !named.includes(id)) : [];
  const times = [...named, ...automatic].map((device) => {
    const terms = replies.terms(device, action);
    if (terms !== undefined) return deviceTime(device, terms, basis);
    return device === WATCHDOG_DEVICE ? basis.watchdog : 0;
  });
  return sum(times) || basis.timeout;
}

/** Seconds after which an operation is given up. */
export function totalTime(needed: number, { delay }: TimeBasis): number {
  return floor(ALLOWANCE * (needed + Math.max(delay, 0)));
}

/** Seconds after which a node that was asked to fence is not waited for any more. */
export function answerTime(needed: number, delay: number): number {
  return floor(floor(ALLOWANCE * Math.max(delay, 0)) + ALLOWANCE * needed);
}

/** Products such as 1.2 · 5 come out a little below or above the whole number that is meant. */
function floor(seconds: number): number {
  return Math.floor(seconds + 1e-9);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
