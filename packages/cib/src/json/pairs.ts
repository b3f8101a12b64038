import { z } from "zod";
import { ruleOrReference } from "./rules.js";
import { DEFINITIONS, list, optional, reference, score, text } from "./values.js";

const pair = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("pair"), id: text, name: text, value: text }),
  z.strictObject({ kind: z.literal("reference"), reference: text, name: optional(text) }),
]);

/** Blocks of names and values, or references to such. */
export const pairs = list(
  z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("block"),
        id: text,
        score: optional(score),
        rule: optional(ruleOrReference),
        pairs: list(pair),
      }),
      reference,
    ])
    .register(DEFINITIONS, {
      id: "Pairs",
      description: "A block of names and values, or a reference to one.",
    }),
);
