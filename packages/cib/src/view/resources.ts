import { z } from "zod";
import type { XmlElement } from "../xml/tree.js";
import { type Bundle, readBundle } from "./bundles.js";
import { type Pairs, readPairs } from "./pairs.js";
import { type Primitive, readPrimitive, readTemplate, type Template } from "./primitives.js";
import type { Reader } from "./reader.js";
import { text } from "./values.js";

/** What the `resources` section holds. */
export type Resource = Primitive | Group | Clone | Bundle | Template;

/** Primitives that are placed together, started in order and stopped in reverse. */
export interface Group {
  readonly kind: "group";
  readonly id: string;
  readonly description: string | undefined;
  readonly members: readonly Primitive[];
  readonly attributes: readonly Pairs[];
  readonly meta: readonly Pairs[];
}

/** A primitive or a group that runs in several instances. */
export interface Clone {
  readonly kind: "clone";
  readonly id: string;
  readonly description: string | undefined;
  readonly resource: Primitive | Group;
  readonly attributes: readonly Pairs[];
  readonly meta: readonly Pairs[];
}

const COLLECTIVE = z.strictObject({ id: text, description: text.optional() });

/** Reads the `resources` section. */
export function readResources(reader: Reader, section: XmlElement): readonly Resource[] {
  return reader.sequence<Resource>(section, {
    primitive: readPrimitive,
    group: readGroup,
    clone: readClone,
    bundle: readBundle,
    template: readTemplate,
  });
}

function readGroup(reader: Reader, group: XmlElement): Group | undefined {
  const values = reader.attributes(group, COLLECTIVE);
  const children = reader.children(group, {
    primitive: readPrimitive,
    instance_attributes: readPairs,
    meta_attributes: readPairs,
  });
  if (!group.children.some((child) => child.kind === "element" && child.name === "primitive")) {
    reader.report(group, "a group needs a primitive", "add one, or remove the group");
  }
  return (
    values && {
      kind: "group",
      id: values.id,
      description: values.description,
      members: children.primitive,
      attributes: children.instance_attributes,
      meta: children.meta_attributes,
    }
  );
}

function readClone(reader: Reader, clone: XmlElement): Clone | undefined {
  const values = reader.attributes(clone, COLLECTIVE);
  const children = reader.children(clone, {
    primitive: readPrimitive,
    group: readGroup,
    instance_attributes: readPairs,
    meta_attributes: readPairs,
  });
  const cloned = clone.children.filter(
    (child) => child.kind === "element" && (child.name === "primitive" || child.name === "group"),
  );
  if (cloned.length !== 1) {
    reader.report(clone, "a clone has exactly one primitive or group", "put several primitives into a group");
  }
  const resource = children.primitive[0] ?? children.group[0];
  if (values === undefined || resource === undefined) return undefined;
  return {
    kind: "clone",
    id: values.id,
    description: values.description,
    resource,
    attributes: children.instance_attributes,
    meta: children.meta_attributes,
  };
}
