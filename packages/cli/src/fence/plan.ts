import { fromEpoch, type XmlElement } from "@sanode/cib";
import {
  doesWatchdogFencing,
  Fencer,
  type FencingPlan,
  type PeerReply,
  type PlannedRequest,
  type PlannedUse,
  planFencing,
  readDevices,
  readTopology,
  watchdogFencing,
  watchdogTimeout,
} from "@sanode/fencing";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { fenceAgents } from "./agents.js";
import { nodeNames } from "./nodes.js";
import type { FenceArguments } from "./options.js";
import { lines, type Told } from "./told.js";

/** `plan TARGET`: how a node would be fenced. */
export async function showPlan(
  cib: XmlElement,
  call: FenceArguments,
  [target, ...rest]: readonly string[],
): Promise<Told> {
  if (target === undefined || rest.length > 0)
    throw new CommandError(ExitStatus.usage, "Usage: sanode fence plan TARGET");
  const { action, timeout, delay } = call;
  const watchdog = ownEnd(cib, target);
  const request = { target, action, timeout, delay, watchdog };
  const nodes = call.node === undefined ? nodeNames(cib) : [call.node];
  const answers = await Promise.all(nodes.map((node) => ask(node, cib, call, request)));
  const plan = planFencing(request, readTopology(cib).levels(target), answers);
  const canBe = isPossible(plan) || watchdog > 0;
  return {
    status: canBe ? ExitStatus.ok : ExitStatus.notFound,
    text: lines(describePlan(request, plan, canBe)),
    value: { ...request, possible: canBe, ...plan },
  };
}

/** What a node would answer, were it asked what it can do. */
async function ask(
  node: string,
  cib: XmlElement,
  call: FenceArguments,
  { target, action, timeout }: PlannedRequest,
): Promise<PeerReply> {
  const fencer = new Fencer({ node, agents: fenceAgents(call) });
  try {
    await fencer.configure(cib);
    const reports = await fencer.capableDevices({ target, action, timeout, allowSelfFencing: true });
    return { peer: node, reports };
  } finally {
    fencer.stop();
  }
}

/** Seconds after which the target's watchdog has ended it; 0 if none does. */
function ownEnd(cib: XmlElement, target: string): number {
  const timeout = watchdogTimeout(cib, process.env.SBD_WATCHDOG_TIMEOUT);
  const devices = readDevices(cib, target, fromEpoch(Math.floor(Date.now() / 1000)));
  const watchdog = watchdogFencing(
    timeout,
    devices.map(({ definition }) => definition),
  );
  return doesWatchdogFencing(watchdog, target) ? timeout : 0;
}

function isPossible(plan: FencingPlan): boolean {
  if (plan.kind === "nodes") return plan.nodes.length > 0;
  return plan.levels.some(({ steps }) =>
    steps.every(({ action, uses }) => uses.length > 0 || action === "on"),
  );
}

function describePlan(
  { target, action, timeout, watchdog }: PlannedRequest,
  plan: FencingPlan,
  canBe: boolean,
): string[] {
  const title = `${action} of ${target}, with a timeout of ${timeout}s and given up after ${plan.total}s:`;
  const ownEnd =
    watchdog > 0 ? [`  ${target} ends itself within ${watchdog}s after it was lost (watchdog)`] : [];
  const conclusion = canBe ? [] : [`${target} cannot be fenced`];
  return [title, ...describeUses(plan, target), ...ownEnd, ...conclusion];
}

/** The target is the last to be asked, and only if whoever asks allows that. */
function describeUses(plan: FencingPlan, target: string): readonly string[] {
  const nameOf = (node: string): string => (node === target ? `${node} itself` : node);
  if (plan.kind === "nodes") {
    if (plan.nodes.length === 0) return ["  no node has a device for it"];
    return plan.nodes.flatMap(({ node, uses }) => [
      `  ${nameOf(node)}:`,
      ...uses.map((use) => `    ${use.device}${times(use)}`),
    ]);
  }
  return plan.levels.flatMap(({ index, steps }) => [
    `  level ${index}:`,
    ...steps.map(({ action, device, uses }) => {
      const [first] = uses;
      if (first === undefined) return `    ${action} with ${device}: no node can`;
      return `    ${action} with ${device} on ${uses.map(({ node }) => nameOf(node)).join(" or ")}${times(first)}`;
    }),
  ]);
}

function times({ timeout, delayBase, delayMax }: PlannedUse): string {
  const delay =
    delayMax === 0 ? "" : `, after ${delayBase === delayMax ? delayMax : `${delayBase} to ${delayMax}`}s`;
  return `${delay}, up to ${timeout}s`;
}
