import type { FencingResult } from "../agent/fencing-result.js";

/** What can be done to a node. `on` is unfencing. */
export type FencingAction = "off" | "reboot" | "on";

/** Who can do what to a node? */
export interface DeviceQuery {
  readonly target: string;
  readonly action: FencingAction;
  /** Seconds, for devices that have no timeout of their own for being asked. */
  readonly timeout: number;
  /** Whether the target may be asked to do it to itself. */
  readonly allowSelfFencing: boolean;
}

/** What one device can do to the target of a query on one node. */
export interface DeviceReport {
  readonly device: string;
  /** A monitor of it has succeeded on that node. */
  readonly verified: boolean;
  /** Nodes that join are unfenced with it; all such devices are needed. */
  readonly automatic: boolean;
  /** For each action that matters to the query. */
  readonly terms: Readonly<Partial<Record<FencingAction, ActionTerms>>>;
}

/** Times in whole seconds. */
export interface ActionTerms {
  /** Whether that node may do it. */
  readonly allowed: boolean;
  /** 0 if the device has none of its own. */
  readonly timeout: number;
  readonly delayBase: number;
  /** 0 if the delay is `delayBase`. */
  readonly delayMax: number;
}

/** An action to be carried out with a device. */
export interface DeviceAction {
  /** One of the fencing actions, `list`, `status` or `monitor`. */
  readonly action: string;
  readonly target?: string;
  /** Seconds, if the device has no timeout of its own. */
  readonly timeout: number;
  /** Seconds to be added to the device's own delay; -1 for no delay at all. */
  readonly delay: number;
  /** Who asks for it, `NAME.PID`. */
  readonly client: string;
}

/** A device as one node can use it. */
export interface FencingDevice {
  readonly id: string;
  /** A monitor or the like succeeded that somebody asked for. */
  verified: boolean;
  /** Nodes that join are unfenced with it. */
  isAutomatic(): Promise<boolean>;
  /** Whether it can answer a query without asking its agent. */
  knowsAtOnce(): Promise<boolean>;
  /** What it can do to a query's target; undefined if nothing. Never rejects. */
  report(query: DeviceQuery): Promise<DeviceReport | undefined>;
  /** Never rejects. */
  perform(action: DeviceAction): Promise<FencingResult>;
  /** It is not to be used any more. */
  close(): void;
}
