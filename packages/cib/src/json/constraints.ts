import { z } from "zod";
import { ruleOrReference } from "./rules.js";
import { action, DEFINITIONS, optional, reference, role, score, text } from "./values.js";

const orderKind = z.enum(["Mandatory", "Optional", "Serialize"]);

const set = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("set"),
    id: text,
    resources: z.array(text).min(1, { error: "a list with a resource" }),
    sequential: optional(z.boolean()),
    requireAll: optional(z.boolean()),
    ordering: optional(z.enum(["group", "listed"])),
    action: optional(action),
    role: optional(role),
    score: optional(score),
    orderKind: optional(orderKind),
  }),
  reference,
]);

const sets = z.strictObject({
  kind: z.literal("sets"),
  sets: z.array(set).min(1, { error: "a list with a set" }),
});

const location = z
  .strictObject({
    kind: z.literal("location"),
    id: text,
    subject: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("resource"), resource: text, role: optional(role) }),
      z.strictObject({ kind: z.literal("pattern"), pattern: text, role: optional(role) }),
      sets,
    ]),
    preference: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("node"), node: text, score }),
      z.strictObject({ kind: z.literal("rule"), rule: ruleOrReference }),
    ]),
    resourceDiscovery: optional(z.enum(["always", "never", "exclusive"])),
  })
  .register(DEFINITIONS, {
    id: "Location",
    description: "Says where resources should run, or must not.",
  });

const inRole = z.strictObject({ resource: text, role: optional(role) });

const colocation = z
  .strictObject({
    kind: z.literal("colocation"),
    id: text,
    score: optional(score),
    influence: optional(text),
    subject: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("pair"),
        dependent: inRole,
        primary: inRole,
        nodeAttribute: optional(text),
      }),
      sets,
    ]),
  })
  .register(DEFINITIONS, { id: "Colocation", description: "Keeps resources on the same node, or apart." });

const withAction = z.strictObject({ resource: text, action: optional(action) });

const order = z
  .strictObject({
    kind: z.literal("order"),
    id: text,
    symmetrical: optional(z.boolean()),
    requireAll: optional(z.boolean()),
    orderKind: optional(orderKind),
    score: optional(score),
    subject: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("pair"), firstAction: withAction, thenAction: withAction }),
      sets,
    ]),
  })
  .register(DEFINITIONS, { id: "Order", description: "Orders actions." });

const ticket = z
  .strictObject({
    kind: z.literal("ticket"),
    id: text,
    ticket: text,
    lossPolicy: optional(z.enum(["stop", "demote", "fence", "freeze"])),
    subject: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("resource"), resource: text, role: optional(role) }),
      sets,
    ]),
  })
  .register(DEFINITIONS, { id: "Ticket", description: "Makes resources depend on a ticket." });

/** A constraint of any kind. */
export const constraint = z.discriminatedUnion("kind", [location, colocation, order, ticket]);
