import type { RuleAgent } from "@sanode/cib";
import type { Resource, ResourceDefinition } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { applyTo } from "./blocks.js";

/**
 * The final meta-attributes of a resource, highest precedence first: the element's XML attributes, its own blocks, the
 * blocks of what is above it (nearest first), `rsc_defaults`, and what the parent ended up with, which brings in the
 * values made up for a clone. Rules see this resource's own agent, in inherited blocks too.
 * Source: "Resource Meta-Attributes" in Pacemaker Explained; regression case rsc-defaults.
 */
export function finalMeta(
  state: ClusterState,
  definition: ResourceDefinition,
  parent: Resource | null,
  instance: number | null,
): Map<string, string> {
  if (instance === null && parent === null) return evaluate(state, definition);
  const meta = new Map(configuredMeta(state, definition));
  if (instance !== null) meta.set("clone", String(instance));
  if (parent !== null) addMissing(meta, parent.meta);
  return meta;
}

/** All but the parent's part: the same for every instance. */
function configuredMeta(state: ClusterState, definition: ResourceDefinition): ReadonlyMap<string, string> {
  const { memory } = definition;
  memory.meta ??= evaluate(state, definition);
  return memory.meta;
}

function evaluate(state: ClusterState, definition: ResourceDefinition): Map<string, string> {
  const agent = ruleAgent(definition);
  const meta = new Map(Object.entries(definition.element.attributes));
  applyTo(state, definition.metaBlocks, meta, { agent });
  for (let above = definition.parent; above !== null; above = above.parent) {
    if (above.metaBlocks.blocks.length === 0) continue;
    // Into a table of their own: their `#default` takes nothing away that is configured further down.
    const inherited = new Map<string, string>();
    applyTo(state, above.metaBlocks, inherited, { agent });
    addMissing(meta, inherited);
  }
  // Into the same table: a `#default` in the defaults does take away what the resource itself configures.
  applyTo(state, state.resourceDefaults, meta, { agent });
  return meta;
}

function addMissing(into: Map<string, string>, from: ReadonlyMap<string, string>): void {
  for (const [name, value] of from) {
    if (!into.has(name)) into.set(name, value);
  }
}

/** The agent that rules test; groups, clones and bundles have none. */
export function ruleAgent(definition: ResourceDefinition): RuleAgent | undefined {
  const { agent } = definition;
  if (agent === null) return undefined;
  return { class: agent.class, provider: agent.provider ?? undefined, type: agent.type };
}
