import { isTrue, parseMinimumInteger } from "@sanode/cib";
import type { Bundle, Clone, Group, Primitive, ResourceDefinition } from "../model/resource.js";
import { visitTree } from "../model/resource-tree.js";
import type { ClusterState } from "../model/state.js";
import { createGroup } from "./group.js";
import { createPrimitive, supportsPromotion } from "./primitive.js";
import { ResourceRecord } from "./resource-state.js";
import { reportError, reportWarning } from "./warnings.js";

class CloneRecord extends ResourceRecord implements Clone {
  readonly kind = "clone";
  children: (Primitive | Group)[] = [];
  readonly childDefinition: ResourceDefinition;
  max: number;
  nodeMax: number;
  globallyUnique: boolean;
  readonly promotedMax: number;
  readonly promotedNodeMax: number;
  readonly ordered: boolean;
  readonly interleave: boolean;
  promotionScoresAdded = false;
  choosingRoles = false;
  bundle: Bundle | null;

  constructor(
    state: ClusterState,
    definition: ResourceDefinition,
    childDefinition: ResourceDefinition,
    bundle: Bundle | null,
  ) {
    super(state, definition, { parent: bundle, instance: null });
    const { meta, promotable } = this;
    this.childDefinition = childDefinition;
    this.max = readMaximum(state, meta);
    this.nodeMax = readNodeMaximum(state, this);
    this.globallyUnique = this.unique;
    this.promotedMax = promotable ? readPromotedCount(state, this, "promoted-max", "master-max") : 0;
    this.promotedNodeMax = promotable
      ? readPromotedCount(state, this, "promoted-node-max", "master-node-max")
      : 0;
    this.ordered = isTrue(meta.get("ordered"));
    this.interleave = isTrue(meta.get("interleave"));
    this.bundle = bundle;
  }
}

/**
 * Makes a clone and its instances; undefined, with a warning, if it has to be promotable and its agent cannot.
 * Source: "Clones - Resources That Can Have Multiple Active Instances" in Pacemaker Explained.
 *
 * @param bundle the bundle that the clone is made for, if any
 */
export function createClone(
  state: ClusterState,
  definition: ResourceDefinition,
  bundle: Bundle | null = null,
): Clone | undefined {
  const [childDefinition] = definition.members;
  if (childDefinition === undefined) return undefined;
  const clone = new CloneRecord(state, definition, childDefinition, bundle);
  const { meta } = clone;
  // Set before instances are made, which inherit them; the clone's own stickiness stays what was configured.
  if (!meta.has("resource-stickiness")) meta.set("resource-stickiness", "1");
  meta.set("globally-unique", String(clone.unique));
  // A clone that may have no instance gets one that counts as removed (regression case clone-max-zero). The maximum
  // is looked at each time, as the first instance may make the clone anonymous and thereby lower it.
  do createInstance(state, clone);
  while (clone.children.length < clone.max);
  return clone.promotable && !checkPromotion(state, clone.id, childDefinition) ? undefined : clone;
}

/** Whether anything below a promotable clone can be promoted. */
function checkPromotion(state: ClusterState, cloneId: string, child: ResourceDefinition): boolean {
  const primitives = child.element.name === "group" ? child.members : [child];
  const unable = primitives.filter((primitive) => !supportsPromotion(primitive));
  for (const { configId } of unable) {
    const message = `${configId} has no promoted role, so it cannot be in the promotable clone ${cloneId}`;
    reportError(state, configId, "not-promotable", message);
  }
  return unable.length < primitives.length;
}

/** Makes one more instance, numbered after the last; beyond the maximum it counts as removed. */
export function createInstance(state: ClusterState, clone: Clone): Primitive | Group {
  const number = clone.children.length;
  const position = { parent: clone, instance: number };
  // Judged before it is made, since the first instance may lower the maximum, to zero where there are no nodes.
  const isExtra = number >= clone.max;
  const child =
    clone.childDefinition.element.name === "group"
      ? createGroup(state, clone.childDefinition, position)
      : createPrimitive(state, clone.childDefinition, position);
  clone.children.push(child);
  child.meta.set("clone-max", String(clone.max));
  if (isExtra) {
    visitTree(child, (resource) => {
      resource.removed = true;
    });
  }
  return child;
}

type Common = Pick<Clone, "id" | "meta" | "unique">;

/** As many as nodes are known so far, those of bundles further up included. */
function readMaximum(state: ClusterState, meta: ReadonlyMap<string, string>): number {
  const text = meta.get("clone-max");
  return text === undefined ? Math.max(1, state.nodes.length) : parseMinimumInteger(text, 0);
}

function readNodeMaximum(state: ClusterState, clone: Common): number {
  const text = clone.meta.get("clone-node-max");
  const maximum = text === undefined ? 1 : parseMinimumInteger(text, 0);
  if (maximum <= 1 || clone.unique) return maximum;
  reportError(
    state,
    clone.id,
    "anonymous-clone-node-max",
    `anonymous clone ${clone.id} has one instance a node`,
  );
  return 1;
}

function readPromotedCount(
  state: ClusterState,
  clone: Common,
  name: "promoted-max" | "promoted-node-max",
  oldName: "master-max" | "master-node-max",
): number {
  let text = clone.meta.get(name);
  if (text === undefined) {
    text = clone.meta.get(oldName);
    if (text !== undefined) {
      reportWarning(state, clone.id, "deprecated-meta-attribute", `${oldName} is now called ${name}`);
    }
  }
  return text === undefined ? 1 : parseMinimumInteger(text, 0);
}
