import { z } from "zod";
import { pairs } from "./pairs.js";
import { DEFINITIONS, list, optional, reference, role, text } from "./values.js";

/** What resources of all kinds have. */
export const collective = { id: text, description: optional(text), attributes: pairs, meta: pairs };

const agent = z
  .discriminatedUnion("standard", [
    z.strictObject({ standard: z.literal("ocf"), provider: text, type: text }),
    z.strictObject({
      standard: z.enum(["lsb", "heartbeat", "stonith", "service", "systemd"]),
      type: text,
    }),
  ])
  .register(DEFINITIONS, { id: "Agent", description: "The program that manages a resource." });

const operation = z
  .strictObject({
    kind: z.literal("operation"),
    id: text,
    name: text,
    interval: text,
    timeout: optional(text),
    startDelay: optional(text),
    intervalOrigin: optional(text),
    enabled: optional(z.boolean()),
    recordPending: optional(z.boolean()),
    role: optional(role),
    onFail: optional(
      z.enum(["ignore", "block", "demote", "stop", "restart", "standby", "fence", "restart-container"]),
    ),
    description: optional(text),
    attributes: pairs,
    meta: pairs,
  })
  .register(DEFINITIONS, { id: "Operation", description: "Time spans are as in XML: 10s, 2min, PT1M." });

const content = {
  ...collective,
  utilization: pairs,
  operationsId: optional(text),
  operations: z.union([list(operation), reference]),
};

export const primitive = z
  .strictObject({
    kind: z.literal("primitive"),
    ...content,
    definition: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("agent"), agent }),
      z.strictObject({ kind: z.literal("template"), template: text }),
    ]),
  })
  .register(DEFINITIONS, { id: "Primitive", description: "A resource that one agent manages." });

export const template = z
  .strictObject({ kind: z.literal("template"), ...content, agent })
  .register(DEFINITIONS, { id: "Template", description: "What primitives can be derived from." });
