import { parseInterval } from "@sanode/cib";
import {
  type ClusterNode,
  type ClusterState,
  featureSet,
  findResource,
  type Primitive,
  type Resource,
  resourceParameters,
} from "@sanode/pengine";
import type { ActionRequest } from "@sanode/ra";
import { ClusterError } from "../errors.js";

/** Actions that administrators may have run beside the cluster's own. */
export const MANUAL_ACTIONS = ["start", "stop", "monitor", "promote", "demote", "validate-all"] as const;

/** An action of a resource's agent that somebody wants to be run on a node, past the cluster. */
export interface ManualAction {
  readonly resource: string;
  readonly node: string;
  readonly action: (typeof MANUAL_ACTIONS)[number];
  /** Milliseconds; by default those of the configured operation, or 20 seconds. */
  readonly timeout?: number;
  /** How thoroughly the agent is to look (OCF_CHECK_LEVEL). */
  readonly checkLevel?: number;
  /** The action is run although the resource is active on another node. */
  readonly force?: boolean;
}

const DEFAULT_TIMEOUT = 20_000;

/** Actions that make a resource active. */
const ACTIVATING: ReadonlySet<string> = new Set(["start", "promote", "demote"]);

/**
 * What the agent is asked, with the parameters that the resource has on the node.
 *
 * Source: crm_resource(8), `--force-start` and the like, `--validate`.
 *
 * @throws ClusterError if there is no such resource, if it is none that an agent can be run for, or if it is active on another
 *   node and should not be activated on this one
 */
export function manualRequest(state: ClusterState, manual: ManualAction): ActionRequest {
  const { action, checkLevel } = manual;
  const resource = primitiveOf(state, manual.resource);
  const node = state.nodesByName.get(manual.node.toLowerCase());
  const agent = resource.definition.agent;
  if (node === undefined || agent === null) {
    throw new ClusterError("unknown-resource", `Resource ${manual.resource} has no agent on ${manual.node}`);
  }
  if (agent.class === "stonith") {
    throw new ClusterError("not-applicable", "Manual execution of the stonith standard is unsupported");
  }
  if (manual.force !== true && ACTIVATING.has(action)) requireNotElsewhere(resource, node);
  const timeout = manual.timeout ?? configuredTimeout(resource, action);
  return {
    agent: {
      class: agent.class,
      type: agent.type,
      ...(agent.provider !== null && { provider: agent.provider }),
    },
    resource: resource.historyName ?? resource.id,
    action,
    timeout,
    parameters: {
      ...Object.fromEntries(resourceParameters(state, resource, node)),
      crm_feature_set: featureSet,
      CRM_meta_timeout: String(timeout),
      CRM_meta_on_node: node.name,
      CRM_meta_on_node_uuid: node.id,
      ...(checkLevel !== undefined && { OCF_CHECK_LEVEL: String(checkLevel) }),
    },
  };
}

/** Of a clone of a primitive its first instance: all have the same agent and parameters. */
function primitiveOf(state: ClusterState, id: string): Primitive {
  const found = findResource(state, id);
  if (found === undefined) throw new ClusterError("unknown-resource", `Resource '${id}' not found`);
  const member: Resource | undefined = found.kind === "clone" ? found.children[0] : found;
  if (member?.kind === "primitive") return member;
  throw new ClusterError("not-applicable", `'${id}' is a ${found.kind}: name one of its members`);
}

/** An instance of a clone may be active elsewhere as well, but not here. */
function requireNotElsewhere(resource: Primitive, node: ClusterNode): void {
  const isInstance = resource.parent?.kind === "clone";
  if (isInstance) return;
  const other = resource.activeNodes.find((active) => active !== node);
  if (other === undefined) return;
  throw new ClusterError(
    "unsafe",
    `It is not safe to do that here: ${resource.id} is active on ${other.name}`,
  );
}

function configuredTimeout({ definition }: Primitive, action: string): number {
  const operations = definition.operations.filter(({ name }) => name === action);
  const operation = operations.find(({ intervalMs }) => intervalMs === 0) ?? operations[0];
  const configured = parseInterval(operation?.element.attributes.timeout);
  return configured > 0 ? configured : DEFAULT_TIMEOUT;
}
