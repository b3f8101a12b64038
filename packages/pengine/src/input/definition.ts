import { elementsNamed, firstElement, parseBoolean, parseInterval, type XmlElement } from "@sanode/cib";
import type { OperationDefinition, ResourceDefinition } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { type BlockScope, compileIn, ownScope } from "./blocks.js";
import { expandTemplate } from "./templates.js";
import { reportError } from "./warnings.js";

/**
 * Reads what a resource, and everything below it, is made from: once, however many instances there will be.
 * Undefined, with a warning, if the element cannot be used.
 */
export function defineResource(
  state: ClusterState,
  configured: XmlElement,
  parent: ResourceDefinition | null = null,
): ResourceDefinition | undefined {
  const { id } = configured.attributes;
  if (id === undefined) {
    reportError(state, configured, "missing-id", `${configured.name} without id is ignored`);
    return undefined;
  }
  switch (configured.name) {
    case "primitive": {
      const element = expandTemplate(state, configured);
      return element === undefined ? undefined : definePrimitive(state, element, id, parent);
    }
    case "group":
      return defineGroup(state, configured, id, parent);
    case "clone":
      return defineClone(state, configured, id, parent);
    case "bundle":
      return makeDefinition(state, configured, id, parent).definition;
    default:
      reportError(state, configured, "unknown-resource-type", `${id}: a ${configured.name} is no resource`);
      return undefined;
  }
}

/** Reads a primitive's element with its template, if any, merged in. */
export function definePrimitive(
  state: ClusterState,
  element: XmlElement,
  id: string,
  parent: ResourceDefinition | null = null,
): ResourceDefinition {
  return makeDefinition(state, element, id, parent).definition;
}

/** Members that cannot be used are left out; a group needs one that can. */
function defineGroup(
  state: ClusterState,
  group: XmlElement,
  id: string,
  parent: ResourceDefinition | null,
): ResourceDefinition | undefined {
  const { definition, members } = makeDefinition(state, group, id, parent);
  for (const primitive of elementsNamed(group, "primitive")) {
    const member = defineResource(state, primitive, definition);
    if (member !== undefined) members.push(member);
  }
  if (members.length > 0) return definition;
  reportError(state, group, "empty-group", `group ${id} has no usable members`);
  return undefined;
}

function defineClone(
  state: ClusterState,
  clone: XmlElement,
  id: string,
  parent: ResourceDefinition | null,
): ResourceDefinition | undefined {
  const { definition, members } = makeDefinition(state, clone, id, parent);
  const child = clone.children.find(
    (node) => node.kind === "element" && (node.name === "primitive" || node.name === "group"),
  );
  const member = child?.kind === "element" ? defineResource(state, child, definition) : undefined;
  if (member === undefined) {
    reportError(state, clone, "empty-clone", `clone ${id} has nothing to make instances of`);
    return undefined;
  }
  members.push(member);
  return definition;
}

function makeDefinition(
  state: ClusterState,
  element: XmlElement,
  configId: string,
  parent: ResourceDefinition | null,
): { definition: ResourceDefinition; members: ResourceDefinition[] } {
  // What a resource refers to is looked for in its own element only; see `BlockScope`.
  const scope = ownScope(state, element);
  const members: ResourceDefinition[] = [];
  const definition: ResourceDefinition = {
    element,
    configId,
    agent: element.name === "primitive" ? readAgent(element) : null,
    operations: readOperations(state, element, scope),
    parent,
    members,
    metaBlocks: compileIn(scope, element, "meta_attributes"),
    parameterBlocks: compileIn(scope, element, "instance_attributes"),
    utilizationBlocks: compileIn(scope, element, "utilization"),
    memory: { meta: null, utilization: null, parameters: null, operations: null },
  };
  return { definition, members };
}

function readAgent(primitive: XmlElement): ResourceDefinition["agent"] {
  const { class: standard, provider, type } = primitive.attributes;
  return standard === undefined ? null : { class: standard, provider: provider ?? null, type: type ?? "" };
}

/** The operations of a resource; those it refers to are read where they stand. */
function readOperations(
  state: ClusterState,
  element: XmlElement,
  ownReferences: BlockScope,
): readonly OperationDefinition[] {
  const own = firstElement(element, "operations");
  if (own === undefined) return noOperations;
  const reference = own.attributes["id-ref"];
  const referred = reference === undefined ? own : state.index.find("operations", reference);
  if (referred === undefined) {
    reportError(state, own, "unknown-reference", `there are no operations ${reference}`);
    return noOperations;
  }
  const scope = referred === own ? ownReferences : state.blockScope;
  const operations = elementsNamed(referred, "op").map((op) => readOperation(op, scope));
  reportRepeated(state, operations);
  return operations;
}

/** Of recurring operations with the same name and interval only the first is looked at. */
function reportRepeated(state: ClusterState, operations: readonly OperationDefinition[]): void {
  const seen = new Map<string, OperationDefinition>();
  for (const operation of operations) {
    if (operation.intervalMs === 0) continue;
    const key = `${operation.name} ${operation.intervalMs}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, operation);
    else {
      const message = `operation ${operation.id} has the name and interval of ${first.id}, and is ignored`;
      reportError(state, operation.element, "repeated-operation", message);
    }
  }
}

const noOperations: readonly OperationDefinition[] = [];

function readOperation(op: XmlElement, scope: BlockScope): OperationDefinition {
  const { id, name, interval, role, enabled } = op.attributes;
  return {
    element: op,
    id: id ?? null,
    name: name ?? "",
    intervalMs: parseInterval(interval),
    role: role ?? null,
    enabled: parseBoolean(enabled) !== false,
    metaBlocks: compileIn(scope, op, "meta_attributes"),
    parameterBlocks: compileIn(scope, op, "instance_attributes"),
  };
}
