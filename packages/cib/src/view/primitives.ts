import { z } from "zod";
import type { XmlElement } from "../xml/tree.js";
import { type Operation, type OperationsReference, readOperations } from "./operations.js";
import { type Pairs, readPairs } from "./pairs.js";
import type { Reader } from "./reader.js";
import { text } from "./values.js";

/** The program that manages a resource. */
export type Agent =
  | {
      readonly standard: "ocf";
      readonly provider: string;
      readonly type: string;
    }
  | {
      readonly standard: "lsb" | "heartbeat" | "stonith" | "service" | "systemd";
      readonly type: string;
    };

/** What primitives and templates have in common. */
interface PrimitiveContent {
  readonly id: string;
  readonly description: string | undefined;
  /** The id of the element around the operations, by which other resources refer to all of them. */
  readonly operationsId: string | undefined;
  readonly operations: readonly Operation[] | OperationsReference;
  /** Parameters of the agent. */
  readonly attributes: readonly Pairs[];
  readonly meta: readonly Pairs[];
  readonly utilization: readonly Pairs[];
}

/** A resource that one agent manages. */
export interface Primitive extends PrimitiveContent {
  readonly kind: "primitive";
  /** The agent, or the template that names it. */
  readonly definition:
    | { readonly kind: "agent"; readonly agent: Agent }
    | { readonly kind: "template"; readonly template: string };
}

/** What primitives can be derived from. */
export interface Template extends PrimitiveContent {
  readonly kind: "template";
  readonly agent: Agent;
}

const OCF = z.strictObject({
  id: text,
  description: text.optional(),
  class: z.literal("ocf"),
  provider: text,
  type: text,
});
const OTHER_STANDARD = z.strictObject({
  id: text,
  description: text.optional(),
  class: z.enum(["lsb", "heartbeat", "stonith", "service", "systemd"]),
  type: text,
});
const WITH_AGENT = z.discriminatedUnion("class", [OCF, OTHER_STANDARD], {
  error: '"ocf", "lsb", "heartbeat", "stonith", "service" or "systemd"',
});
const WITH_TEMPLATE = z.strictObject({ id: text, description: text.optional(), template: text });

/** Reads a `primitive`. */
export function readPrimitive(reader: Reader, primitive: XmlElement): Primitive | undefined {
  const content = readContent(reader, primitive);
  if (primitive.attributes.template !== undefined) {
    const values = reader.attributes(primitive, WITH_TEMPLATE);
    return (
      values && {
        kind: "primitive",
        id: values.id,
        description: values.description,
        definition: { kind: "template", template: values.template },
        ...content,
      }
    );
  }
  const values = reader.attributes(primitive, WITH_AGENT);
  return (
    values && {
      kind: "primitive",
      id: values.id,
      description: values.description,
      definition: { kind: "agent", agent: agentOf(values) },
      ...content,
    }
  );
}

/** Reads a `template`. */
export function readTemplate(reader: Reader, template: XmlElement): Template | undefined {
  const content = readContent(reader, template);
  const values = reader.attributes(template, WITH_AGENT);
  return (
    values && {
      kind: "template",
      id: values.id,
      description: values.description,
      agent: agentOf(values),
      ...content,
    }
  );
}

function agentOf(values: z.output<typeof WITH_AGENT>): Agent {
  return values.class === "ocf"
    ? { standard: values.class, provider: values.provider, type: values.type }
    : { standard: values.class, type: values.type };
}

function readContent(
  reader: Reader,
  element: XmlElement,
): Pick<PrimitiveContent, "operationsId" | "operations" | "attributes" | "meta" | "utilization"> {
  const children = reader.children(element, {
    operations: readOperations,
    instance_attributes: readPairs,
    meta_attributes: readPairs,
    utilization: readPairs,
  });
  if (children.operations.length > 1) {
    reader.report(element, "a resource has one <operations> at most", "put all operations into the first");
  }
  return {
    operationsId: children.operations[0]?.id,
    operations: children.operations[0]?.content ?? [],
    attributes: children.instance_attributes,
    meta: children.meta_attributes,
    utilization: children.utilization,
  };
}
