import { z } from "zod";
import { pairs } from "./pairs.js";
import { DEFINITIONS, list, optional, score, text } from "./values.js";

/** A node that the configuration knows. */
export const node = z
  .strictObject({
    id: text,
    name: text,
    type: z.enum(["member", "remote"]).default("member"),
    description: optional(text),
    score: optional(score),
    attributes: pairs,
    utilization: pairs,
  })
  .register(DEFINITIONS, { id: "Node", description: "A node that the configuration knows." });

export const fencingLevel = z
  .strictObject({
    id: text,
    index: z
      .int({ error: "an integer from 1 to 9" })
      .min(1, { error: "an integer from 1 to 9" })
      .max(9, { error: "an integer from 1 to 9" }),
    devices: z.array(text).min(1, { error: "a list with a device" }),
    target: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("node"), node: text }),
      z.strictObject({ kind: z.literal("pattern"), pattern: text }),
      z.strictObject({ kind: z.literal("attribute"), name: text, value: text }),
    ]),
  })
  .register(DEFINITIONS, {
    id: "FencingLevel",
    description: "Fence devices to be used together, and for which nodes. Lower levels are tried first.",
  });

const permission = z.strictObject({
  id: text,
  description: optional(text),
  access: z.enum(["read", "write", "deny"]),
  object: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("xpath"), xpath: text }),
    z.strictObject({ kind: z.literal("reference"), reference: text }),
    z.strictObject({ kind: z.literal("type"), element: text, attribute: optional(text) }),
  ]),
});

export const accessControl = z
  .strictObject({
    subjects: list(
      z.strictObject({ kind: z.enum(["user", "group"]), id: text, name: text, roles: list(text) }),
    ),
    roles: list(
      z.strictObject({
        kind: z.literal("role"),
        id: text,
        description: optional(text),
        permissions: list(permission),
      }),
    ),
  })
  .register(DEFINITIONS, { id: "AccessControl", description: "Who may read and change what." });

export const tag = z
  .strictObject({
    id: text,
    description: optional(text),
    members: z.array(text).min(1, { error: "a list with an id" }),
  })
  .register(DEFINITIONS, { id: "Tag", description: "A name for several resources or other elements." });

const selection = z.strictObject({
  nodes: z.boolean().default(false),
  fencing: z.boolean().default(false),
  resources: z.boolean().default(false),
  attributes: optional(z.array(text)),
});

const toldOfEvents = {
  id: text,
  description: optional(text),
  select: optional(selection),
  attributes: pairs,
  meta: pairs,
};

export const alert = z
  .strictObject({
    ...toldOfEvents,
    path: text,
    recipients: list(z.strictObject({ ...toldOfEvents, value: text })),
  })
  .register(DEFINITIONS, { id: "Alert", description: "A program that is told of events." });
