import type { ActionTerms, DeviceReport, FencingAction } from "../device/fencing-device.js";
import { allowedTerms, type PeerReply, Replies } from "../operation/replies.js";
import {
  deviceTime,
  deviceTimeout,
  peerTime,
  type TimeBasis,
  topologyTime,
  totalTime,
} from "../operation/time-limits.js";
import type { Level } from "../topology/topology.js";

/** What is asked for. Times in whole seconds. */
export interface PlannedRequest {
  readonly target: string;
  readonly action: FencingAction;
  readonly timeout: number;
  /** -1 for no delay at all. */
  readonly delay: number;
  /** 0 unless the target ends itself by its watchdog. */
  readonly watchdog: number;
}

/** A device on a node that can use it. Times in whole seconds. */
export interface PlannedUse {
  readonly node: string;
  readonly device: string;
  readonly timeout: number;
  readonly delayBase: number;
  /** At least `delayBase`. */
  readonly delayMax: number;
}

/** One device doing its part. */
export interface PlannedStep {
  readonly action: FencingAction;
  readonly device: string;
  /** The nodes that can do it: the first that answers does. Empty if nobody can. */
  readonly uses: readonly PlannedUse[];
}

/** What would be done, if all that could go wrong went wrong in turn. */
export type FencingPlan = {
  /** Seconds after which the operation would be given up. */
  readonly total: number;
} & (
  | {
      readonly kind: "levels";
      readonly levels: readonly { readonly index: number; readonly steps: readonly PlannedStep[] }[];
    }
  /** Without levels, every node tries all of its devices before the next one does. */
  | {
      readonly kind: "nodes";
      readonly nodes: readonly { readonly node: string; readonly uses: readonly PlannedUse[] }[];
    }
);

/**
 * Tells in which order devices would be used for a target, by what the nodes say that they can do. Whether a device has
 * proved itself on some node, which would come first then, is not known.
 *
 * @param answers in the order of the nodes; where they are equal the later comes first
 */
export function planFencing(
  request: PlannedRequest,
  levels: readonly Level[] | undefined,
  answers: readonly PeerReply[],
): FencingPlan {
  const replies = new Replies(request.target);
  for (const answer of answers) replies.add(answer);
  const ordered = [
    ...replies.list.filter(({ peer }) => !replies.isTarget(peer)),
    ...replies.list.filter(({ peer }) => replies.isTarget(peer)),
  ];
  return levels === undefined ? planNodes(request, ordered) : planLevels(request, levels, ordered, replies);
}

function planNodes(request: PlannedRequest, ordered: readonly PeerReply[]): FencingPlan {
  const nodes = ordered.flatMap((reply) => {
    const uses = reply.reports.flatMap((report) => use(reply, report.device, request.action, request));
    return uses.length === 0 ? [] : [{ node: reply.peer, uses }];
  });
  const [first] = ordered;
  const needed = first === undefined ? request.timeout : peerTime(first, request.action, request);
  return { kind: "nodes", nodes, total: totalTime(needed, request) };
}

function planLevels(
  request: PlannedRequest,
  levels: readonly Level[],
  ordered: readonly PeerReply[],
  replies: Replies,
): FencingPlan {
  const [first] = levels;
  const remapped = request.action === "reboot" && (first?.devices.length ?? 0) > 1;
  const needed = topologyTime(levels, replies, remapped ? "off" : request.action, request);
  const planned = levels.map(({ index, devices }) => ({
    index,
    steps: actionsOf(request.action, devices).flatMap((action) =>
      devices
        .filter(
          (device) => action === request.action || action === "off" || isSwitchedOnAgain(ordered, device),
        )
        .map((device) => ({
          action,
          device,
          uses: ordered.flatMap((reply) => use(reply, device, action, request)),
        })),
    ),
  }));
  return { kind: "levels", levels: planned, total: totalTime(needed, request) };
}

/** Several devices switch the target off first, all of them, and on again then. */
function actionsOf(action: FencingAction, devices: readonly string[]): readonly FencingAction[] {
  return action === "reboot" && devices.length > 1 ? ["off", "on"] : [action];
}

/** Automatic devices unfence the node when it joins. */
function isSwitchedOnAgain(replies: readonly PeerReply[], device: string): boolean {
  const reports = replies.flatMap(({ reports }) => reports.filter((report) => report.device === device));
  return !reports.some(({ automatic }: DeviceReport) => automatic);
}

function use(
  reply: PeerReply,
  device: string,
  action: FencingAction,
  basis: TimeBasis,
): readonly PlannedUse[] {
  const terms: ActionTerms | undefined = allowedTerms(reply, device, action);
  if (terms === undefined) return [];
  const timeout = deviceTimeout(device, terms, basis);
  const delayMax = deviceTime(device, terms, basis) - timeout;
  const delayBase = Math.min(terms.delayBase, delayMax);
  return [{ node: reply.peer, device, timeout, delayBase, delayMax }];
}
