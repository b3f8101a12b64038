import { keyedOrder, lowerAscii } from "@sanode/cib";
import { PLUGIN_AGENT } from "./fence-agents.js";
import type { FenceMetadata } from "./fence-metadata.js";

export interface InputRequest {
  readonly agent: string;
  /** What is asked for, in the cluster's words. */
  readonly action: string;
  /** The node to be fenced, for actions that have one. */
  readonly target: string | undefined;
  /** What the agent calls that node. */
  readonly port: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly metadata: FenceMetadata | undefined;
}

const FOR_CLUSTER = new Set(["pcmk_host_argument", "pcmk_host_map", "pcmk_host_list", "pcmk_host_check"]);
const ALSO_FOR_CLUSTER = new Set(["pcmk_delay_max", "pcmk_delay_base", "pcmk_action_limit"]);
const FOR_NOBODY = new Set(["provides", "stonith-timeout", "crm_feature_set"]);

/** Whether a parameter of a device is the cluster's affair and not its agent's. */
export function isForCluster(name: string): boolean {
  if (FOR_CLUSTER.has(name) || ALSO_FOR_CLUSTER.has(name) || FOR_NOBODY.has(name)) return true;
  return name.startsWith("CRM_meta_") || /^pcmk_.+_(?:action|timeout|retries)$/.test(name);
}

/**
 * What a fence agent is to read: the action in the device's own words, the node, what the agent calls the node, and
 * the device's parameters, which prevail.
 *
 * Source: Pacemaker Explained, "Special Meta-Attributes for Fencing Resources", `pcmk_host_argument`,
 * `pcmk_reboot_action`; FenceAgentAPI, "stdin".
 */
export function agentInput(request: InputRequest): ReadonlyMap<string, string> {
  const { agent, action, target, parameters } = request;
  const input = new Map([["action", parameters.get(`pcmk_${action}_action`) ?? action]]);
  if (target !== undefined) {
    input.set("nodename", target);
    const argument = hostArgument(request);
    if (agent !== PLUGIN_AGENT && argument !== undefined) input.set(argument, request.port ?? target);
  }
  for (const [name, value] of parameters) {
    if (lowerAscii(name) !== "action" && !isForCluster(name)) input.set(name, value);
  }
  return new Map(keyedOrder(input.keys()).map((name) => [name, input.get(name) ?? ""]));
}

/** The agent's parameter that takes the target; undefined if it wants none. */
function hostArgument({ parameters, metadata }: InputRequest): string | undefined {
  const configured = parameters.get("pcmk_host_argument");
  if (configured !== undefined) return lowerAscii(configured) === "none" ? undefined : configured;
  return ["plug", "port"].find((name) => metadata?.parameters.includes(name));
}
