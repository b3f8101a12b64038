import { z } from "zod";
import { INFINITY, MINUS_INFINITY, parseScore, type Score } from "../score.js";
import { findForbidden } from "../xml/characters.js";

/*
 * The kinds of values in the JSON form. A message says what a value has to be, so that it completes "… is not" and
 * "write …".
 */

/** Names and descriptions of the parts of the JSON Schema. A registry of our own, so that no other is touched. */
export const DEFINITIONS = z.registry<{ readonly id: string; readonly description: string }>();

/** Something that may be left out; left out, it is undefined. */
export function optional<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodType<z.output<Schema> | undefined, z.input<Schema> | undefined> {
  // The transformation only tells the type that the result always has the member.
  return schema.optional().transform((value): z.output<Schema> | undefined => value);
}

/** Things in order; none if left out. */
export function list<Schema extends z.ZodType>(schema: Schema): z.ZodDefault<z.ZodArray<Schema>> {
  return z.array(schema).default([]);
}

/** Any text that an XML document can hold. */
export const text = z.string().refine((value) => findForbidden(value) === -1, {
  error: "a text without control characters",
});

export const integer = z.int({ error: "an integer" });

/** An integer from 0 on. */
export const count = z.int({ error: "a non-negative integer" }).min(0, { error: "a non-negative integer" });

const SCORE_IN_WORDS = 'an integer from -1000000 to 1000000, "INFINITY" or "-INFINITY"';
const WRONG_SCORE = { error: SCORE_IN_WORDS };

/** A score; its ends may be written as words, and are. */
export const score = z
  .union(
    [z.int().min(MINUS_INFINITY, WRONG_SCORE).max(INFINITY, WRONG_SCORE), z.enum(["INFINITY", "-INFINITY"])],
    WRONG_SCORE,
  )
  .register(DEFINITIONS, { id: "Score", description: `A preference: ${SCORE_IN_WORDS}.` })
  .transform((value): Score => parseScore(String(value), INFINITY));

export const role = z.enum(["Stopped", "Started", "Promoted", "Unpromoted"]);

export const action = z.enum(["start", "stop", "promote", "demote"]);

/** Another thing of the same kind, by its id. */
export const reference = z
  .strictObject({ kind: z.literal("reference"), reference: text })
  .register(DEFINITIONS, { id: "Reference", description: "Another thing of the same kind, by its id." });
