import { fromEpoch, parseXml } from "@sanode/cib";
import { readConfiguration } from "../src/input/read-configuration.js";
import type { ClusterState } from "../src/model/state.js";

/** The parts of a small configuration; what is left out is empty, and there are two nodes. */
export interface SmallConfiguration {
  /** XML of the children of each section. */
  readonly resources?: string;
  readonly nodes?: string;
  readonly resourceDefaults?: string;
  readonly operationDefaults?: string;
  /** XML that follows the sections. */
  readonly more?: string;
  /** Fencing is off unless it is configured here. */
  readonly options?: Readonly<Record<string, string>>;
  /** Attributes of the `cib` element. */
  readonly cib?: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  readonly now?: number;
}

/** Reads a small configuration. */
export function readSmall(small: SmallConfiguration): ClusterState {
  const nodes = small.nodes ?? '<node id="1" uname="n1"/><node id="2" uname="n2"/>';
  const options = pairs({ "fencing-enabled": "false", ...small.options });
  const attributes = Object.entries(small.cib ?? {}).map(([name, value]) => ` ${name}="${value}"`);
  const text =
    `<cib${attributes.join("")}><configuration>` +
    `<crm_config><cluster_property_set id="options">${options}</cluster_property_set></crm_config>` +
    `<nodes>${nodes}</nodes><resources>${small.resources ?? ""}</resources>` +
    `<rsc_defaults>${small.resourceDefaults ?? ""}</rsc_defaults>` +
    `<op_defaults>${small.operationDefaults ?? ""}</op_defaults>${small.more ?? ""}` +
    "</configuration></cib>";
  return readConfiguration(parseXml(text), { now: fromEpoch(small.now ?? 0) });
}

/** A block of meta-attributes. */
export function meta(id: string, values: Readonly<Record<string, string>>): string {
  return `<meta_attributes id="${id}">${pairs(values)}</meta_attributes>`;
}

/** A block of instance attributes. */
export function parameters(id: string, values: Readonly<Record<string, string>>): string {
  return `<instance_attributes id="${id}">${pairs(values)}</instance_attributes>`;
}

/** A primitive with the given children. */
export function dummy(
  id: string,
  inner = "",
  agent = 'class="ocf" provider="pacemaker" type="Dummy"',
): string {
  return `<primitive id="${id}" ${agent}>${inner}</primitive>`;
}

function pairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<nvpair id="${name}" name="${name}" value="${value}"/>`)
    .join("");
}
