import type { ActionRequest } from "../agent/action-request.js";
import type { AgentName } from "../agent/agent-name.js";
import { SystemClock } from "../clock/clock.js";
import { DBusError } from "../dbus/value.js";
import { type ActionResult, resultWithoutOutput } from "../result/action-result.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { type ExitCode, OCF } from "../result/exit-code.js";
import { SystemdManager } from "../systemd/manager.js";
import { OVERRIDE_DIRECTORY, removeOverride, writeOverride } from "../systemd/override.js";
import { PendingMonitors, pauseBeforeNextLook } from "../systemd/pending.js";
import { unitMetadata } from "../systemd/unit-metadata.js";
import { isUnitName, typeOfUnit, unitName, unitNameForQuestions } from "../systemd/unit-name.js";
import type { AgentClass, MetadataText } from "./agent-class.js";

export interface SystemdOptions {
  /** Address of the bus; by default DBUS_SYSTEM_BUS_ADDRESS, or where the system bus usually is. */
  readonly busAddress?: string;
  /** Where units are changed while the cluster manages them. */
  readonly overrideDirectory?: string;
}

/** Milliseconds that systemd has beyond an action's own timeout, which it may know as well. */
const EXTRA_TIME = 5000;

/** Milliseconds until a unit whose processes were killed is taken to be one that cannot be ended. */
const KILL_TIMEOUT = 30_000;

/** Milliseconds to wait for one answer of an action that may take any time. */
const ANSWER_TIMEOUT = 25_000;

const INVESTIGATE = "Investigate reason for timeout, and adjust configured operation timeout if necessary";

const clock = new SystemClock();

/**
 * Units of systemd, started and stopped over the system bus; each action is followed to the end of systemd's job.
 *
 * While the cluster manages a unit, an override keeps systemd from restarting it by itself, and from stopping it before
 * the cluster when the host ends.
 * Source: Pacemaker Explained, "Systemd"; org.freedesktop.systemd1(5).
 */
export class SystemdClass implements AgentClass {
  readonly name = "systemd";
  readonly #manager: SystemdManager;
  readonly #overrides: string;
  readonly #pending = new PendingMonitors();
  /** Units started here and not stopped since. */
  readonly #started = new Set<string>();

  constructor(options: SystemdOptions = {}) {
    this.#manager = new SystemdManager(options.busAddress);
    this.#overrides = options.overrideDirectory ?? OVERRIDE_DIRECTORY;
  }

  async run(request: ActionRequest): Promise<ActionResult> {
    if (request.signal?.aborted) return CANCELLED;
    const began = clock.monotonic();
    const result = await limited(request, (over) => this.#act(request, over));
    return { ...result, elapsed: clock.monotonic() - began };
  }

  async metadata({ type }: AgentName): Promise<MetadataText> {
    const unit = unitNameForQuestions(type);
    try {
      const path = await this.#manager.loadUnit(unit);
      const state = await this.#manager.unitProperty(path, "LoadState");
      if (state !== "loaded" && state !== "masked") return { problem: `systemd has no unit ${unit}` };
      return { xml: unitMetadata(type, await this.#manager.unitProperty(path, "Description")) };
    } catch (error) {
      return { problem: `systemd cannot be asked about ${unit}: ${messageOf(error)}` };
    }
  }

  /** Units of the kinds that a cluster can manage; none where there is no systemd. */
  async list(): Promise<readonly AgentName[]> {
    try {
      const types = (await this.#manager.listUnitFiles()).flatMap((unit) => typeOfUnit(unit) ?? []);
      const key = (type: string): string => type.toLowerCase();
      return [...new Set(types)]
        .sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0))
        .map((type) => ({ class: "systemd", type }));
    } catch {
      return [];
    }
  }

  /** Whether systemd knows such a unit; not where there is no systemd. */
  async exists(type: string): Promise<boolean> {
    return this.#manager.unitExists(unitNameForQuestions(type)).catch(() => false);
  }

  /** Kills all units that were started here, and lets go of the bus. Returns those that could not be ended. */
  async killAll(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const unit of this.#started) {
      try {
        await this.#manager.killUnit(unit).catch(ignoreRemote);
        await within(KILL_TIMEOUT, this.#manager.runJob("StopUnit", unit, ANSWER_TIMEOUT));
        removeOverride(unit, this.#overrides);
      } catch {
        left.push(unit);
      }
    }
    this.#started.clear();
    this.close();
    return left;
  }

  /** Lets go of the bus until it is needed again. */
  close(): void {
    this.#manager.close();
  }

  /** `over` is aborted when the action's result has been told already: nothing new is to be begun then. */
  async #act(request: ActionRequest, over: AbortSignal): Promise<ActionResult> {
    const { action } = request;
    if (action === "start" || action === "stop") return this.#startOrStop(request, action, over);
    if (isMonitor(action)) return this.#monitor(request);
    const reason = `Action ${action} not implemented for systemd resources`;
    return resultWithoutOutput(ExecutionStatus.ERROR, OCF.ERR_UNIMPLEMENTED, reason);
  }

  async #startOrStop(
    request: ActionRequest,
    action: "start" | "stop",
    over: AbortSignal,
  ): Promise<ActionResult> {
    const { type } = request.agent;
    const unit = unitName(type);
    const timeout = answerTimeout(request);
    this.#pending.forget(request.resource);
    const path = await this.#load(request, timeout);
    if (typeof path !== "string") return path;
    if (over.aborted) return CANCELLED;
    if (action === "start") {
      const problem = this.#takeControl(unit, type);
      if (problem !== undefined) return problem;
      this.#started.add(unit);
    }
    const isChanged = action === "start" || this.#giveControlBack(unit);
    // What systemd makes of its configuration is told by the job.
    if (isChanged) await this.#manager.reload(timeout).catch(() => {});
    if (over.aborted) return CANCELLED;
    try {
      const method = action === "start" ? "StartUnit" : "StopUnit";
      const result = await this.#manager.runJob(method, unit, timeout);
      if (action === "stop" && result === "done") this.#started.delete(unit);
      return jobResult(result, action, unit);
    } catch (error) {
      return isTooLate(error) ? tooLate(request) : jobRefusal(error, action, type);
    }
  }

  async #load(request: ActionRequest, timeout: number): Promise<string | ActionResult> {
    const { type } = request.agent;
    const unit = unitName(type);
    const missing = failure(`No DBus object found for systemd unit ${type}`);
    if (!isUnitName(unit)) return missing;
    try {
      return await this.#manager.loadUnit(unit, timeout);
    } catch (error) {
      if (isReexecuting(error) && isMonitor(request.action)) return PENDING;
      if (isTooLate(error)) return tooLate(request);
      if (error instanceof DBusError && error.code === "remote") return missing;
      return failure("No DBus connection");
    }
  }

  #takeControl(unit: string, type: string): ActionResult | undefined {
    try {
      writeOverride(unit, this.#overrides);
      return undefined;
    } catch (error) {
      const code: ExitCode = codeOf(error) === "EACCES" ? OCF.ERR_PERM : OCF.ERR_GENERIC;
      const reason = `Failed to create systemd override file for ${type}`;
      return resultWithoutOutput(ExecutionStatus.ERROR, code, reason);
    }
  }

  /** Whether there was an override. One that cannot be removed does not keep the unit from being stopped. */
  #giveControlBack(unit: string): boolean {
    try {
      return removeOverride(unit, this.#overrides);
    } catch {
      return false;
    }
  }

  async #monitor(request: ActionRequest): Promise<ActionResult> {
    const interval = request.parameters.CRM_meta_interval ?? "0";
    const monitor = `${request.resource}/${interval}`;
    const began = clock.monotonic();
    for (;;) {
      const left = request.timeout > 0 ? request.timeout - (clock.monotonic() - began) : ANSWER_TIMEOUT;
      const result = await this.#look(request, Math.max(1, left));
      if (result.status !== ExecutionStatus.PENDING) {
        this.#pending.settled(monitor);
        return result;
      }
      const now = clock.monotonic();
      if (interval !== "0") {
        return this.#pending.isOverdue(monitor, request.timeout, now) ? OVERDUE : result;
      }
      const timeout = request.timeout > 0 ? request.timeout : ANSWER_TIMEOUT;
      const pause = pauseBeforeNextLook(timeout, timeout - (now - began));
      if (pause === undefined) return OVERDUE;
      await new Promise<void>((resolve) => clock.after(pause, resolve));
      if (request.signal?.aborted) return CANCELLED;
    }
  }

  /** One look at a unit's state. */
  async #look(request: ActionRequest, timeout: number): Promise<ActionResult> {
    const path = await this.#load(request, timeout);
    if (typeof path !== "string") return path;
    try {
      return stateResult(await this.#manager.unitProperty(path, "ActiveState", timeout));
    } catch (error) {
      if (isTooLate(error)) return tooLate(request);
      if (isReexecuting(error)) return PENDING;
      return failure(`No DBus answer about systemd unit ${request.agent.type}`);
    }
  }
}

const CANCELLED = resultWithoutOutput(ExecutionStatus.CANCELLED, OCF.SUCCESS);
const PENDING = resultWithoutOutput(ExecutionStatus.PENDING, OCF.PENDING);
const OVERDUE = resultWithoutOutput(ExecutionStatus.TIMED_OUT, OCF.ERR_GENERIC, INVESTIGATE);

/** Ends an action that takes too long, or that nobody wants any more; systemd goes on by itself. */
function limited(
  request: ActionRequest,
  act: (over: AbortSignal) => Promise<ActionResult>,
): Promise<ActionResult> {
  const over = new AbortController();
  return new Promise((resolve) => {
    const finish = (result: ActionResult): void => {
      over.abort();
      cancel();
      request.signal?.removeEventListener("abort", abort);
      resolve(result);
    };
    const abort = (): void => finish(CANCELLED);
    const expire = (): void => finish(tooLate(request));
    const cancel = request.timeout > 0 ? clock.after(request.timeout + EXTRA_TIME, expire) : () => {};
    request.signal?.addEventListener("abort", abort);
    act(over.signal).then(finish, (error) => finish(failureOf(error)));
  });
}

/** Rejects if something takes longer than that many milliseconds. */
function within<Result>(milliseconds: number, result: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(milliseconds, () => reject(new DBusError("timed-out", "It takes too long")));
    result.then(resolve, reject).finally(cancel);
  });
}

function tooLate({ action, agent: { type } }: ActionRequest): ActionResult {
  const name = action === "monitor" ? "status" : action;
  const reason = `${name} action for systemd unit ${type} did not complete in time`;
  return resultWithoutOutput(ExecutionStatus.TIMED_OUT, OCF.ERR_GENERIC, reason);
}

/** Whether systemd, or the bus, left a question unanswered for the whole time that the action has. */
function isTooLate(error: unknown): boolean {
  return error instanceof DBusError && error.code === "timed-out";
}

function answerTimeout(request: ActionRequest): number {
  return request.timeout > 0 ? request.timeout : ANSWER_TIMEOUT;
}

/** What the state of a unit means to a monitor. */
function stateResult(state: string): ActionResult {
  switch (state) {
    case "active":
    case "reloading":
      return resultWithoutOutput(ExecutionStatus.DONE, OCF.SUCCESS);
    case "activating":
    case "deactivating":
      return PENDING;
    default:
      return resultWithoutOutput(ExecutionStatus.DONE, OCF.NOT_RUNNING, state);
  }
}

function jobResult(result: string, action: string, unit: string): ActionResult {
  switch (result) {
    case "done":
      return resultWithoutOutput(ExecutionStatus.DONE, OCF.SUCCESS);
    case "timeout": {
      const reason = `systemd ${action} job for ${unit} timed out`;
      return resultWithoutOutput(ExecutionStatus.TIMED_OUT, OCF.ERR_GENERIC, reason);
    }
    default:
      return failure(`systemd ${action} job for ${unit} failed with result '${result}'`);
  }
}

/** Errors that say that there is no such unit. */
const NO_UNIT = new Set(
  ["NoSuchUnit", "LoadFailed", "InvalidName"].map((name) => `org.freedesktop.systemd1.${name}`),
);

/** What it means that systemd made no job of a request. What isn't there is stopped. */
function jobRefusal(error: unknown, action: "start" | "stop", type: string): ActionResult {
  if (error instanceof DBusError && NO_UNIT.has(error.remoteName ?? "")) {
    if (action === "stop") return resultWithoutOutput(ExecutionStatus.DONE, OCF.SUCCESS);
    const reason = `systemd unit ${type} not found`;
    return resultWithoutOutput(ExecutionStatus.NOT_INSTALLED, OCF.ERR_INSTALLED, reason);
  }
  return failure("Unable to invoke systemd DBus method");
}

function isMonitor(action: string): boolean {
  return action === "monitor" || action === "status";
}

/** systemd executes itself anew on updates, and is away for a moment. */
function isReexecuting(error: unknown): boolean {
  return (
    error instanceof DBusError &&
    error.remoteName === "org.freedesktop.DBus.Error.NoReply" &&
    error.message.includes("disconnected")
  );
}

function ignoreRemote(error: unknown): void {
  if (!(error instanceof DBusError) || error.code !== "remote") throw error;
}

function failure(reason: string): ActionResult {
  return resultWithoutOutput(ExecutionStatus.ERROR, OCF.ERR_GENERIC, reason);
}

function failureOf(error: unknown): ActionResult {
  return failure(messageOf(error));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
