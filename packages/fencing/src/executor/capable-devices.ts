import type { DeviceQuery, DeviceReport, FencingDevice } from "../device/fencing-device.js";

/** A device that can do something to the target of a query. */
export interface CapableDevice {
  readonly device: FencingDevice;
  readonly report: DeviceReport;
}

/**
 * The devices that can do what a query asks for, in the order in which they are tried: first those that know at once,
 * then those whose agents have to be asked, as they answer. All are asked at the same time.
 *
 * @param devices in the order in which they are asked
 */
export async function capableDevices(
  devices: readonly FencingDevice[],
  query: DeviceQuery,
): Promise<readonly CapableDevice[]> {
  const early = await Promise.all(devices.map((device) => device.knowsAtOnce()));
  const late: CapableDevice[] = [];
  const answers = await Promise.all(
    devices.map(async (device, at) => {
      const report = await device.report(query);
      if (report === undefined) return undefined;
      if (early[at]) return { device, report };
      late.push({ device, report });
      return undefined;
    }),
  );
  return [...answers.flatMap((answer) => answer ?? []), ...late];
}
