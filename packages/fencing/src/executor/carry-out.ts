import { ExecutionStatus } from "@sanode/ra";
import { type FencingResult, failure, succeeded } from "../agent/fencing-result.js";
import type { DeviceAction, FencingDevice } from "../device/fencing-device.js";
import type { ExecutionOrder } from "../operation/operation-request.js";
import { capableDevices } from "./capable-devices.js";

/** An order with whom it is about and for. */
export interface TargetedOrder extends ExecutionOrder {
  readonly target: string;
  readonly client: string;
}

/**
 * Carries out on this node what the originator of an operation asked for: with the device that it named, or with
 * whichever devices can, one after the other until one succeeds.
 *
 * @param devices in the order in which they are asked
 */
export async function carryOut(
  order: TargetedOrder,
  devices: readonly FencingDevice[],
): Promise<FencingResult> {
  const { action, target, timeout, delay, client } = order;
  const request: DeviceAction = { action, target, timeout, delay, client };
  if (order.device === null) return useCapable(request, order, await capable(order, devices));
  const device = devices.find(({ id }) => id === order.device);
  if (device !== undefined) return device.perform(request);
  return failure(ExecutionStatus.NO_FENCE_DEVICE, `Requested device '${order.device}' not found`);
}

/** Whether the target may do it to itself, the originator has decided. */
async function capable(
  { action, target, timeout }: TargetedOrder,
  devices: readonly FencingDevice[],
): Promise<readonly FencingDevice[]> {
  const all = await capableDevices(devices, { action, target, timeout, allowSelfFencing: true });
  return all.filter(({ report }) => report.terms[action]?.allowed === true).map(({ device }) => device);
}

async function useCapable(
  request: DeviceAction,
  { action, target }: TargetedOrder,
  devices: readonly FencingDevice[],
): Promise<FencingResult> {
  let result = failure(ExecutionStatus.NO_FENCE_DEVICE, `No device configured for target '${target}'`);
  for (let rest = devices; ; ) {
    const [device, ...others] = rest;
    if (device === undefined) return result;
    result = await device.perform(request);
    if (action !== "on") {
      if (succeeded(result)) return result;
      rest = others;
      continue;
    }
    // A node is unfenced by all automatic devices; another device is good enough by itself.
    const isAutomatic = await device.isAutomatic();
    if (!succeeded(result) && isAutomatic) return result;
    rest = succeeded(result) ? await onlyAutomatic(others) : others;
  }
}

async function onlyAutomatic(devices: readonly FencingDevice[]): Promise<readonly FencingDevice[]> {
  const automatic = await Promise.all(devices.map((device) => device.isAutomatic()));
  return devices.filter((_, at) => automatic[at]);
}
