import type { FencingAction } from "../device/fencing-device.js";
import type { Level } from "../topology/topology.js";

/**
 * What devices are asked to do. A reboot with several devices would leave one of the target's power supplies on at
 * every moment, so all of them switch it off first, and then on again.
 */
type Phase = "as requested" | "off first" | "on again";

/** What is needed to know which devices come after those of a level. */
export interface FurtherDevices {
  /** Devices with which nodes that join are unfenced. */
  readonly automatic: readonly string[];
  switchesOnAgain(device: string): boolean;
}

/** How far an operation has come in the levels of its target. */
export class LevelProgress {
  readonly #requested: FencingAction;
  #phase: Phase = "as requested";
  #index = 0;
  #devices: readonly string[] = [];
  #position = 0;
  /** Devices that did what they were asked to, in any level. */
  readonly #succeeded = new Set<string>();

  /** Begins with a level, which has at least one device. */
  constructor(requested: FencingAction, level: Level) {
    this.#requested = requested;
    this.#enter(level);
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** The device whose turn it is. */
  get device(): string {
    return this.#devices[this.#position] ?? "";
  }

  /** What it is asked to do. */
  get action(): FencingAction {
    if (this.#phase === "as requested") return this.#requested;
    return this.#phase === "off first" ? "off" : "on";
  }

  /** The same place, to come back to. */
  copy(): LevelProgress {
    const copy = new LevelProgress(this.#requested, { index: this.#index, devices: this.#devices });
    copy.#phase = this.#phase;
    copy.#position = this.#position;
    for (const device of this.#succeeded) copy.#succeeded.add(device);
    return copy;
  }

  /** The device whose turn it is did what it was asked to. */
  noteSuccess(): void {
    this.#succeeded.add(this.device);
  }

  /** Goes on to the next level, from its first device; false if there is none. */
  nextLevel(levels: readonly Level[] | undefined): boolean {
    const next = levels?.find(({ index }) => index > this.#index);
    if (next === undefined) return false;
    this.#enter(next);
    return true;
  }

  /** Goes on to the next device; false if nothing is left to be done. */
  nextDevice(further: FurtherDevices): boolean {
    this.#position += 1;
    if (this.#position < this.#devices.length) return true;
    if (this.#phase === "off first") this.#switchOnAgain(further);
    else if (this.#phase === "as requested" && this.#requested === "on") this.#addAutomatic(further);
    return this.#position < this.#devices.length;
  }

  #enter({ index, devices }: Level): void {
    this.#index = index;
    this.#devices = devices;
    this.#position = 0;
    this.#phase = this.#requested === "reboot" && devices.length > 1 ? "off first" : "as requested";
  }

  /** Nodes are unfenced with automatic devices when they join, not before. */
  #switchOnAgain({ automatic, switchesOnAgain }: FurtherDevices): void {
    this.#phase = "on again";
    this.#devices = this.#devices.filter((device) => !automatic.includes(device) && switchesOnAgain(device));
    this.#position = 0;
  }

  /** All automatic devices are needed, whether or not a level names them. */
  #addAutomatic({ automatic }: FurtherDevices): void {
    const missing = automatic.filter((device) => !this.#succeeded.has(device));
    this.#devices = [...this.#devices, ...missing];
  }
}
