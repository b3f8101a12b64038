import { equalIgnoringCase } from "@sanode/cib";
import { ExecutionStatus } from "@sanode/ra";
import { type FencingResult, failure, SUCCESS } from "../agent/fencing-result.js";
import type { DeviceAction, DeviceQuery, DeviceReport, FencingDevice } from "../device/fencing-device.js";
import { WATCHDOG_DEVICE } from "./watchdog-fencing.js";

/** Ends this node at once, without any good order. Does not resolve if it could. */
export type Panic = () => Promise<void>;

/** The watchdog of the node itself: whoever is asked to fence itself with it panics. */
export class WatchdogDevice implements FencingDevice {
  readonly id = WATCHDOG_DEVICE;
  verified = false;
  readonly #node: string;
  readonly #panic: Panic | undefined;

  constructor(node: string, panic: Panic | undefined) {
    this.#node = node;
    this.#panic = panic;
  }

  async isAutomatic(): Promise<boolean> {
    return false;
  }

  async knowsAtOnce(): Promise<boolean> {
    return true;
  }

  async report({ target, action }: DeviceQuery): Promise<DeviceReport | undefined> {
    if (action === "on" || this.#panic === undefined || !equalIgnoringCase(target, this.#node))
      return undefined;
    const terms = { allowed: true, timeout: 0, delayBase: 0, delayMax: 0 };
    return { device: this.id, verified: false, automatic: false, terms: { off: terms, reboot: terms } };
  }

  async perform({ action }: DeviceAction): Promise<FencingResult> {
    if (action !== "off" && action !== "reboot") return SUCCESS;
    await this.#panic?.();
    return failure(ExecutionStatus.ERROR, "This node could not end itself");
  }

  close(): void {}
}
