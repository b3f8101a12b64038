import { ExecutionStatus } from "@sanode/ra";
import { type FencingResult, failure, SUCCESS, succeeded } from "../agent/fencing-result.js";
import type { FencingAction } from "../device/fencing-device.js";
import type { Level } from "../topology/topology.js";
import { WATCHDOG_DEVICE } from "../watchdog/watchdog-fencing.js";
import { LevelProgress } from "./level-progress.js";
import type { ExecutionOrder, OperationRequest } from "./operation-request.js";
import { allowedTerms, type PeerReply, Replies } from "./replies.js";
import {
  answerTime,
  deviceTime,
  deviceTimeout,
  peerTime,
  queryTime,
  type TimeBasis,
  topologyTime,
  totalTime,
} from "./time-limits.js";

export type OperationTimer = "query" | "total" | "answer" | "watchdog";

/** What is to be done about an operation. */
export type OperationEffect =
  | { readonly kind: "query" }
  /** Replaces a timer of that name. Seconds. */
  | { readonly kind: "start-timer"; readonly timer: OperationTimer; readonly seconds: number }
  | { readonly kind: "stop-timer"; readonly timer: OperationTimer }
  | {
      readonly kind: "execute";
      readonly peer: string;
      /** Counts the orders of the operation; the answer is to carry it. */
      readonly attempt: number;
      readonly order: ExecutionOrder;
    }
  | {
      readonly kind: "finish";
      readonly result: FencingResult;
      /** Who did it, as far as anybody did. */
      readonly delegate: string | null;
    };

/** What an operation needs to know of its fencer at each step. */
export interface Surroundings {
  /** The levels of the target, if the configuration has any. */
  readonly levels: readonly Level[] | undefined;
  /** How many fencers take part now, the own one included. */
  readonly activePeers: number;
  /** Seconds after which the target has ended itself; 0 if it does not do that. */
  readonly watchdog: number;
  /** Whether a node that a device switched off can be switched on by it again. */
  switchesOnAgain(device: string): boolean;
}

interface Attempt {
  readonly peer: string;
  readonly device: string | null;
}

type Choice = "wait" | "nobody" | PeerReply;

/**
 * What the originator of a fencing operation decides, from the query to the result: pure, told of everything that
 * happens, it tells what is to be done.
 *
 * A target counts as fenced only after a device's agent said so, for a whole level of devices if there are levels,
 * or after its watchdog had the time to end it.
 *
 * Source: Pacemaker Explained, "Fencing", "Fencing Topologies".
 */
export class OperationMachine {
  readonly request: OperationRequest;
  readonly #expected: number;
  readonly #replies: Replies;
  /** Null if the target has no levels. */
  #progress: LevelProgress | null = null;
  #delay: number;
  readonly #attempts: Attempt[] = [];
  /** The number of the order whose answer is awaited. */
  #awaited: number | null = null;
  /** Pairs of node and device that had their turn, for each action; without levels nodes alone. */
  readonly #used = new Set<string>();
  /** Later answers to the query may tell of a better choice. */
  #isWaiting = false;
  /** Nobody can do anything, but the target ends itself. */
  #awaitsOwnEnd = false;
  #queryExpired = false;
  #totalStarted = false;
  #lastResult: FencingResult | null = null;
  #finished = false;

  /** @param expected how many fencers there are to answer */
  constructor(request: OperationRequest, expected: number) {
    this.request = request;
    this.#expected = expected;
    this.#replies = new Replies(request.target);
    this.#delay = request.delay;
  }

  get isFinished(): boolean {
    return this.#finished;
  }

  begin(around: Surroundings): readonly OperationEffect[] {
    const [first] = around.levels ?? [];
    if (first !== undefined) this.#progress = new LevelProgress(this.request.action, first);
    const seconds = queryTime(this.#basis(around));
    return [{ kind: "query" }, { kind: "start-timer", timer: "query", seconds }];
  }

  /** A node answered the query. */
  reply(reply: PeerReply, around: Surroundings): readonly OperationEffect[] {
    if (!this.#replies.add(reply) || this.#finished || this.#awaited !== null) return [];
    if (this.#awaitsOwnEnd && reply.reports.length === 0) return [];
    const hasBegun = this.#attempts.length > 0;
    const isReady = hasBegun ? this.#isWaiting : this.#isWaiting || this.#suffices(reply, around);
    return isReady || (!hasBegun && this.#allIn(around)) ? this.#proceed(around) : [];
  }

  /** A node did what it was asked to, or could not. */
  answer(attempt: number, result: FencingResult, around: Surroundings): readonly OperationEffect[] {
    const { peer, device } = this.#attempts[attempt] ?? {};
    if (this.#finished || peer === undefined || device === undefined) return [];
    if (attempt !== this.#awaited) {
      // Nobody waits for it any more, but fenced is fenced. A device of a level is judged in its time only.
      return device === null && succeeded(result) ? this.#finish(result, peer) : [];
    }
    this.#awaited = null;
    this.#lastResult = result;
    const done = this.#judge(peer, result, around);
    return [{ kind: "stop-timer", timer: "answer" }, { kind: "stop-timer", timer: "watchdog" }, ...done];
  }

  /** Time is over. */
  expire(timer: OperationTimer, around: Surroundings): readonly OperationEffect[] {
    if (this.#finished) return [];
    switch (timer) {
      case "query":
        return this.#queryOver(around);
      case "total":
        return this.#totalOver();
      case "answer":
        return this.#answerOver(around);
      case "watchdog":
        return this.#watchdogOver(around);
    }
  }

  #judge(peer: string, result: FencingResult, around: Surroundings): readonly OperationEffect[] {
    const progress = this.#progress;
    if (progress === null) {
      if (succeeded(result) || result.status === ExecutionStatus.TIMED_OUT) return this.#finish(result, peer);
      return this.#proceed(around);
    }
    if (succeeded(result)) progress.noteSuccess();
    if (succeeded(result) || progress.phase === "on again") return this.#deviceDone(progress, peer, around);
    this.#spendDelay();
    if (!progress.nextLevel(around.levels)) return this.#finish(result, peer);
    return this.#proceed(around);
  }

  /** Goes on after a device that did its part, or whose part does not matter. */
  #deviceDone(progress: LevelProgress, peer: string, around: Surroundings): readonly OperationEffect[] {
    this.#spendDelay();
    const more = progress.nextDevice({
      automatic: this.#replies.automaticDevices(),
      switchesOnAgain: (device) => around.switchesOnAgain(device),
    });
    return more ? this.#proceed(around) : this.#finish(SUCCESS, peer);
  }

  /** With levels, only the first device waits for the request's delay. */
  #spendDelay(): void {
    if (this.#delay > 0) this.#delay = 0;
  }

  #queryOver(around: Surroundings): readonly OperationEffect[] {
    this.#queryExpired = true;
    if (this.#awaited !== null || this.#awaitsOwnEnd || (this.#attempts.length > 0 && !this.#isWaiting))
      return [];
    if (this.#replies.list.length === 0) {
      const reason = "No capable peers replied to device query within timeout";
      return this.#finish(failure(ExecutionStatus.TIMED_OUT, reason), this.request.originator);
    }
    return this.#proceed(around);
  }

  #totalOver(): readonly OperationEffect[] {
    const { originator } = this.request;
    // All devices have switched the target off by then; that it is not switched on again does not matter.
    if (this.#progress?.phase === "on again") return this.#finish(SUCCESS, originator);
    const reason =
      "Fencing did not complete within a total timeout based on the configured timeout and retries for any devices attempted";
    return this.#finish(failure(ExecutionStatus.TIMED_OUT, reason), originator);
  }

  #answerOver(around: Surroundings): readonly OperationEffect[] {
    if (this.#awaited === null) return [];
    this.#awaited = null;
    this.#lastResult = failure(ExecutionStatus.TIMED_OUT, "Peer did not return fence result within timeout");
    this.#spendDelay();
    return this.#proceed(around);
  }

  #watchdogOver(around: Surroundings): readonly OperationEffect[] {
    this.#awaited = null;
    this.#awaitsOwnEnd = false;
    const { originator } = this.request;
    if (this.#progress === null) return this.#finish(SUCCESS, originator);
    this.#progress.noteSuccess();
    return this.#deviceDone(this.#progress, originator, around);
  }

  /** Finds out who is next, and with which device. */
  #proceed(around: Surroundings): readonly OperationEffect[] {
    const before = this.#startTotal(around);
    this.#isWaiting = false;
    this.#awaitsOwnEnd = false;
    const next = this.#progress === null ? this.#nextPeer(around) : this.#nextDevice(this.#progress, around);
    return [...before, ...next];
  }

  #nextPeer(around: Surroundings): readonly OperationEffect[] {
    const choice = this.#choose(null, around);
    if (choice === "wait") return this.#wait();
    return choice === "nobody" ? this.#nobody(around, null) : this.#execute(choice, null, around);
  }

  #nextDevice(progress: LevelProgress, around: Surroundings): readonly OperationEffect[] {
    /** Where the target was to end itself, if nobody else can end it. */
    let ownEnd: LevelProgress | null = null;
    for (;;) {
      const { device } = progress;
      const choice = this.#choose(device, around);
      if (choice === "wait") return this.#wait();
      if (choice !== "nobody") return this.#execute(choice, device, around);
      if (progress.phase === "on again") return this.#deviceDone(progress, this.request.originator, around);
      if (this.#endsItself(device, around)) ownEnd ??= progress.copy();
      if (!progress.nextLevel(around.levels)) return this.#nobody(around, ownEnd);
      this.#spendDelay();
    }
  }

  #wait(): readonly OperationEffect[] {
    this.#isWaiting = true;
    return [];
  }

  /** Nodes that have proved that they can come first, the target itself comes last. */
  #choose(device: string | null, around: Surroundings): Choice {
    const others = this.#replies.list.filter(({ peer }) => !this.#replies.isTarget(peer));
    const verified = others.find((reply) => this.#hasAccess(reply, device, true));
    if (verified !== undefined) return verified;
    if (!this.#queryExpired && !this.#allIn(around)) return "wait";
    const other = others.find((reply) => this.#hasAccess(reply, device, false));
    if (other !== undefined) return other;
    if (this.#progress?.phase === "on again") return "nobody";
    const target = this.#replies.list.find(({ peer }) => this.#replies.isTarget(peer));
    return target !== undefined && this.#hasAccess(target, device, false) ? target : "nobody";
  }

  #hasAccess(reply: PeerReply, device: string | null, verified: boolean): boolean {
    const action = this.#action();
    if (this.#used.has(useKey(reply.peer, device, action))) return false;
    return reply.reports.some(
      (report) =>
        (device === null || report.device === device) &&
        (!verified || report.verified) &&
        report.terms[action]?.allowed === true,
    );
  }

  #execute(reply: PeerReply, device: string | null, around: Surroundings): readonly OperationEffect[] {
    const action = this.#action();
    const { peer } = reply;
    const basis = this.#basis(around);
    const terms = device === null ? undefined : allowedTerms(reply, device, action);
    const timeout =
      device === null || terms === undefined ? this.request.timeout : deviceTimeout(device, terms, basis);
    const needed =
      device === null || terms === undefined
        ? peerTime(reply, action, basis)
        : deviceTime(device, terms, basis);
    this.#used.add(useKey(peer, device, action));
    this.#awaited = this.#attempts.push({ peer, device }) - 1;
    const order = { action, device, timeout, delay: this.#delay };
    const limit: OperationEffect = this.#endsItself(device, around)
      ? { kind: "start-timer", timer: "watchdog", seconds: around.watchdog }
      : { kind: "start-timer", timer: "answer", seconds: answerTime(needed, this.#delay) };
    return [limit, { kind: "execute", peer, attempt: this.#awaited, order }];
  }

  /** @param ownEnd the place in the levels where the target was to end itself, if there was one */
  #nobody(around: Surroundings, ownEnd: LevelProgress | null): readonly OperationEffect[] {
    const { originator } = this.request;
    if (this.#queryExpired) {
      const reason = "All nodes failed, or are unable, to fence target";
      return this.#finish(failure(ExecutionStatus.TIMED_OUT, reason), originator);
    }
    if (ownEnd !== null || (this.#progress === null && this.#endsItself(null, around))) {
      this.#progress = ownEnd;
      this.#awaitsOwnEnd = true;
      return [{ kind: "start-timer", timer: "watchdog", seconds: around.watchdog }];
    }
    if (this.#lastResult === null || this.#progress !== null) {
      return this.#finish(failure(ExecutionStatus.NO_FENCE_DEVICE), null);
    }
    return this.#finish(this.#lastResult, originator);
  }

  /** Whether waiting for the target's watchdog is as good as what is to be done now. */
  #endsItself(device: string | null, around: Surroundings): boolean {
    return around.watchdog > 0 && this.#action() !== "on" && (device === null || device === WATCHDOG_DEVICE);
  }

  /** Whether it is certain, after an answer, that no later one could bring a better choice. */
  #suffices(reply: PeerReply, around: Surroundings): boolean {
    if (this.#progress === null) {
      return !this.#replies.isTarget(reply.peer) && this.#hasAccess(reply, null, true);
    }
    const counted = this.#replies.list.filter(
      ({ peer }) => this.request.action === "on" || !this.#replies.isTarget(peer),
    );
    const reported = new Set(counted.flatMap(({ reports }) => reports.map(({ device }) => device)));
    return (around.levels ?? []).every(({ devices }) => devices.every((device) => reported.has(device)));
  }

  #allIn({ activePeers }: Surroundings): boolean {
    return this.#replies.count >= Math.min(this.#expected, activePeers);
  }

  #startTotal(around: Surroundings): readonly OperationEffect[] {
    if (this.#totalStarted) return [];
    this.#totalStarted = true;
    const seconds = totalTime(this.#timeNeeded(around), this.#basis(around));
    return [{ kind: "start-timer", timer: "total", seconds }];
  }

  #timeNeeded(around: Surroundings): number {
    const basis = this.#basis(around);
    if (this.#progress !== null) {
      return topologyTime(around.levels ?? [], this.#replies, this.#action(), basis);
    }
    const choice = this.#choose(null, around);
    if (choice === "wait" || choice === "nobody") return Math.max(basis.timeout, basis.watchdog);
    return peerTime(choice, this.#action(), basis);
  }

  #basis({ watchdog }: Surroundings): TimeBasis {
    const ownEnd = this.#action() === "on" ? 0 : watchdog;
    return { timeout: this.request.timeout, delay: this.#delay, watchdog: ownEnd };
  }

  #action(): FencingAction {
    return this.#progress?.action ?? this.request.action;
  }

  #finish(result: FencingResult, delegate: string | null): readonly OperationEffect[] {
    this.#finished = true;
    const timers: readonly OperationTimer[] = ["query", "total", "answer", "watchdog"];
    return [
      ...timers.map((timer) => ({ kind: "stop-timer", timer }) as const),
      { kind: "finish", result, delegate },
    ];
  }
}

function useKey(peer: string, device: string | null, action: FencingAction): string {
  return JSON.stringify([action, peer, device]);
}
