import { type Attributes, element, type XmlElement } from "../../xml/tree.js";
import type { Operation } from "../operations.js";
import type { Agent, Primitive, Template } from "../primitives.js";
import type { Clone, Group, Resource } from "../resources.js";
import { attributesOf } from "./attributes.js";
import { writeBundle } from "./bundles.js";
import { writePairs, writeSettings } from "./pairs.js";

/** Writes a resource of any kind. */
export function writeResource(resource: Resource): XmlElement {
  switch (resource.kind) {
    case "primitive":
      return writePrimitive(resource);
    case "template":
      return element("template", agentAttributes(resource, resource.agent), agentSettings(resource));
    case "group":
      return writeCollective(resource, resource.members.map(writePrimitive));
    case "clone":
      return writeCollective(resource, [writeResource(resource.resource)]);
    case "bundle":
      return writeBundle(resource);
  }
}

/** Writes a `primitive`. */
export function writePrimitive(primitive: Primitive): XmlElement {
  const { id, description, definition } = primitive;
  const attributes =
    definition.kind === "agent"
      ? agentAttributes(primitive, definition.agent)
      : attributesOf({ id, description, template: definition.template });
  return element("primitive", attributes, agentSettings(primitive));
}

function writeCollective(collective: Group | Clone, members: readonly XmlElement[]): XmlElement {
  const { kind, id, description } = collective;
  return element(kind, attributesOf({ id, description }), [...writeSettings(collective), ...members]);
}

function agentAttributes({ id, description }: Primitive | Template, agent: Agent): Attributes {
  const provider = agent.standard === "ocf" ? agent.provider : undefined;
  return attributesOf({ id, class: agent.standard, provider, type: agent.type, description });
}

function agentSettings(owner: Primitive | Template): readonly XmlElement[] {
  return [
    ...writeSettings(owner),
    ...writePairs("utilization", owner.utilization),
    ...writeOperations(owner),
  ];
}

function writeOperations({ operationsId: id, operations }: Primitive | Template): readonly XmlElement[] {
  if ("kind" in operations) {
    return [element("operations", attributesOf({ id, "id-ref": operations.reference }))];
  }
  if (operations.length === 0 && id === undefined) return [];
  return [element("operations", attributesOf({ id }), operations.map(writeOperation))];
}

function writeOperation(operation: Operation): XmlElement {
  return element(
    "op",
    attributesOf({
      id: operation.id,
      name: operation.name,
      interval: operation.interval,
      timeout: operation.timeout,
      "start-delay": operation.startDelay,
      "interval-origin": operation.intervalOrigin,
      enabled: operation.enabled,
      "record-pending": operation.recordPending,
      role: operation.role,
      "on-fail": operation.onFail,
      description: operation.description,
    }),
    writeSettings(operation),
  );
}
