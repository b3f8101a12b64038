import { fromEpoch, type XmlElement } from "@sanode/cib";
import { type ConfiguredDevice, type PassedOver, readDevices } from "@sanode/fencing";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { nodeNames } from "./nodes.js";
import type { FenceArguments } from "./options.js";
import { lines, type Told } from "./told.js";

const REASONS: Readonly<Record<PassedOver, string>> = {
  disabled: "disabled by its target-role",
  banned: "a location constraint keeps it away",
  "not-allowed": "no location constraint allows it",
};

/** `devices`: what each node makes of the configuration's devices. */
export function showDevices(cib: XmlElement, call: FenceArguments): Told {
  const names = nodeNames(cib);
  if (call.node !== undefined && !names.includes(call.node)) {
    throw new CommandError(ExitStatus.notFound, `The configuration has no node ${call.node}`);
  }
  const now = fromEpoch(Math.floor(Date.now() / 1000));
  const nodes = (call.node === undefined ? names : [call.node]).map((node) => ({
    node,
    devices: readDevices(cib, node, now),
  }));
  const value = { nodes: nodes.map(({ node, devices }) => ({ node, devices: devices.map(deviceValue) })) };
  const text = lines(nodes.flatMap(({ node, devices }) => [`${node}:`, ...describeAll(devices)]));
  return { status: ExitStatus.ok, text, value };
}

function describeAll(devices: readonly ConfiguredDevice[]): readonly string[] {
  if (devices.length === 0) return ["  no fencing devices are configured"];
  return devices.map(({ definition: { id, type }, passedOver }) => {
    return `  ${id} (${type})${passedOver === null ? "" : `: not used, ${REASONS[passedOver]}`}`;
  });
}

/** Parameters may be secret, so only their names are told. */
function deviceValue({ definition, passedOver }: ConfiguredDevice): Record<string, unknown> {
  const { id, type, parameters } = definition;
  return { id, agent: type, used: passedOver === null, passedOver, parameters: [...parameters.keys()] };
}
