import { elements, firstElement } from "@sanode/cib";
import type { Resource } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import type { Advice } from "./advice.js";

/** Whether a lost node could be made harmless. */
export function reviewFencing(state: ClusterState): Advice[] {
  const found = unknownDevices(state);
  if (!state.options.fencingEnabled && state.resources.length > 0) found.unshift(FENCING_DISABLED);
  return found;
}

const FENCING_DISABLED: Advice = {
  code: "fencing-disabled",
  element: "fencing-enabled",
  message:
    "fencing is switched off: when a node is lost, its resources are started elsewhere though they may still run there, which destroys data that both use",
  remedy: "Configure a fencing device and set fencing-enabled=true, unless no resource shares anything",
};

/** Levels of the fencing topology that name what is no fencing device: such a level always fails. */
function unknownDevices(state: ClusterState): Advice[] {
  const configuration = firstElement(state.cib, "configuration");
  const topology = configuration && firstElement(configuration, "fencing-topology");
  if (topology === undefined) return [];
  const devices = new Set(state.resources.flatMap(deviceIds));
  return elements(topology).flatMap(({ name, attributes: { id = name, devices: wanted = "" } }) => {
    const missing = wanted.split(",").filter((device) => device !== "" && !devices.has(device));
    if (missing.length === 0) return [];
    return [
      {
        code: "unknown-fencing-device",
        element: id,
        message: `${id} names ${missing.join(", ")}, which is no fencing device of this configuration: the level always fails`,
        remedy: "Correct the names, or configure a resource of class stonith for each",
      },
    ];
  });
}

function deviceIds(resource: Resource): string[] {
  if (resource.kind !== "primitive") return resource.children.flatMap(deviceIds);
  return resource.isFencingDevice ? [resource.definition.configId] : [];
}
