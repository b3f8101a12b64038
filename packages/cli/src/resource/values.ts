import type { XmlElement } from "@sanode/cib";
import { configuredValue, deleteValue, setValue, type ValueKind, type ValuePlace } from "@sanode/controller";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { GivenOptions } from "../command/options.js";
import type { Output } from "../command/output.js";

/** Which value of a resource is meant. */
export function placeOf(resource: string, name: string, options: GivenOptions): ValuePlace {
  const set = options.value("set-name");
  return {
    resource,
    name,
    kind: kindOf(options),
    force: options.has("force"),
    ...(set !== undefined && { set }),
  };
}

function kindOf(options: GivenOptions): ValueKind {
  if (options.has("meta")) return "meta_attributes";
  if (options.has("utilization")) return "utilization";
  return options.has("element") ? "element" : "instance_attributes";
}

export function set(cib: XmlElement, place: ValuePlace, value: string, output: Output): XmlElement {
  const { cib: after, changed } = setValue(cib, place, value);
  for (const { resource, set: block, id } of changed) {
    if (id === undefined) output.line(`Set attribute: name=${place.name} value=${value}`);
    else output.line(`Set '${resource}' option: id=${id} set=${block} name=${place.name} value=${value}`);
  }
  return after;
}

export function unset(cib: XmlElement, place: ValuePlace, output: Output): XmlElement {
  const { cib: after, changed } = deleteValue(cib, place);
  for (const { resource, id } of changed) {
    if (id === undefined) output.line(`Deleted attribute: ${place.name}`);
    else output.line(`Deleted '${resource}' option: id=${id} name=${place.name}`);
  }
  return after;
}

/** @throws CommandError if there is no such value */
export function get(cib: XmlElement, place: ValuePlace, output: Output): void {
  const value = configuredValue(cib, place);
  if (value === undefined) {
    throw new CommandError(
      ExitStatus.notFound,
      `Attribute '${place.name}' not found for '${place.resource}'`,
    );
  }
  output.line(value);
}
