import { z } from "zod";
import type { XmlElement } from "../xml/tree.js";
import type { Reader } from "./reader.js";
import { text } from "./values.js";

/** Fence devices to be used together, and for which nodes. Lower levels are tried first. */
export interface FencingLevel {
  readonly id: string;
  /** 1 to 9. */
  readonly index: number;
  readonly devices: readonly string[];
  readonly target:
    | { readonly kind: "node"; readonly node: string }
    /** All nodes whose names match a regular expression. */
    | { readonly kind: "pattern"; readonly pattern: string }
    | { readonly kind: "attribute"; readonly name: string; readonly value: string };
}

const LEVEL = z.strictObject({
  id: text,
  index: z
    .string()
    .regex(/^\+?0*[1-9]$/, { error: "a number from 1 to 9" })
    .transform(Number),
  devices: z
    .string()
    .regex(/^[^,]+(?:,[^,]+)*$/, { error: "a list of device ids with commas between them" })
    .transform((devices) => devices.split(",").map((device) => device.trim())),
  target: text.optional(),
  "target-pattern": text.optional(),
  "target-attribute": text.optional(),
  "target-value": text.optional(),
});

/** Reads the `fencing-topology` section. */
export function readFencingTopology(reader: Reader, section: XmlElement): readonly FencingLevel[] {
  return reader.children(section, { "fencing-level": readLevel })["fencing-level"];
}

function readLevel(reader: Reader, level: XmlElement): FencingLevel | undefined {
  reader.empty(level);
  const values = reader.attributes(level, LEVEL);
  if (values === undefined) return undefined;
  const targets = targetsOf(values);
  const [target] = targets;
  if (target === undefined || targets.length > 1) {
    reader.report(
      level,
      'a level needs exactly one of "target", "target-pattern", and "target-attribute" with "target-value"',
      targets.length === 0 ? "add one" : "keep one of them",
    );
    return undefined;
  }
  return { id: values.id, index: values.index, devices: values.devices, target };
}

function targetsOf(values: z.output<typeof LEVEL>): FencingLevel["target"][] {
  const targets: FencingLevel["target"][] = [];
  const { target, "target-pattern": pattern, "target-attribute": name, "target-value": value } = values;
  if (target !== undefined) targets.push({ kind: "node", node: target });
  if (pattern !== undefined) targets.push({ kind: "pattern", pattern });
  if (name !== undefined && value !== undefined) targets.push({ kind: "attribute", name, value });
  return targets;
}
