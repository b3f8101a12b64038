import type { CompiledBlocks } from "@sanode/cib";
import type { ClusterNode } from "../model/node.js";
import type { OperationDefinition, Resource, ResourceDefinition } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { applyTo } from "./blocks.js";

type Parameters = ReadonlyMap<string, string>;

const noParameters: Parameters = new Map();

/** Where results without a node are kept; node indexes start at 0. */
const withoutNode = -1;

/**
 * The instance attributes of a resource on a node: its own before its parent's and so on. Read without a node, rules
 * see every node attribute as unset.
 *
 * Evaluated when first asked for and then kept; nodes share one result if no rule depends on the node, and so do the
 * instances of a clone. A date rule offers its next change at that first moment only.
 */
export function resourceParameters(
  state: ClusterState,
  resource: Resource,
  node: ClusterNode | null,
): Parameters {
  return definitionParameters(state, resource.definition, node);
}

/** As {@link resourceParameters}, before there is a resource. */
export function definitionParameters(
  state: ClusterState,
  definition: ResourceDefinition,
  node: ClusterNode | null,
): Parameters {
  definition.memory.parameters ??= new Map();
  const known = definition.memory.parameters;
  const key = node !== null && usesNode(definition) ? node.index : withoutNode;
  let parameters = known.get(key);
  if (parameters === undefined) {
    parameters = evaluate(state, definition, node);
    known.set(key, parameters);
  }
  return parameters;
}

function usesNode(definition: ResourceDefinition): boolean {
  for (let above: ResourceDefinition | null = definition; above !== null; above = above.parent) {
    if (above.parameterBlocks.usesNode) return true;
  }
  return false;
}

function evaluate(state: ClusterState, definition: ResourceDefinition, node: ClusterNode | null): Parameters {
  const parameters = new Map<string, string>();
  for (let above: ResourceDefinition | null = definition; above !== null; above = above.parent) {
    applyWithNode(state, above.parameterBlocks, parameters, node);
  }
  return parameters;
}

function applyWithNode(
  state: ClusterState,
  blocks: CompiledBlocks,
  into: Map<string, string>,
  node: ClusterNode | null,
): void {
  applyTo(state, blocks, into, { nodeAttributes: node?.attributes });
}

/** The instance attributes of one `<op>`, which override the resource's when an action is printed. */
export function operationParameters(
  state: ClusterState,
  _resource: Resource,
  operation: OperationDefinition,
  node: ClusterNode | null,
): Parameters {
  if (operation.parameterBlocks.blocks.length === 0) return noParameters;
  const parameters = new Map<string, string>();
  applyWithNode(state, operation.parameterBlocks, parameters, node);
  return parameters;
}
