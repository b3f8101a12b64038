import { z } from "zod";
import { clampScore, parseScore, type Score } from "../score.js";
import { parseInteger } from "../values/integer.js";

/*
 * The kinds of attribute values that the schema knows. A message says what a value has to be, so that it completes
 * "… is not" and "write …".
 */

/** Any text, the empty one included. */
export const text = z.string();

/** A score; `INFINITY` and `-INFINITY` become ±1000000, integers beyond them too. */
export const score = z
  .string()
  .regex(/^(?:[+-]?[0-9]+|[+-]?INFINITY)$/, { error: "an integer, INFINITY, +INFINITY or -INFINITY" })
  .transform((value): Score => parseScore(value, clampScore(0)));

/** A boolean where the schema is strict about it; options and meta-attributes know more words. */
export const boolean = z
  .string()
  .regex(/^(?:true|false|1|0)$/, { error: '"true" or "false"' })
  .transform((value) => value === "true" || value === "1");

/** The number that digits name; beyond what a number holds exactly, the nearest that it does. */
function toInteger(digits: string): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number(digits), Number.MAX_SAFE_INTEGER));
}

/** An integer; what is too large for a number is made the largest. */
export const integer = z
  .string()
  .regex(/^[+-]?[0-9]+$/, { error: "an integer" })
  .transform(toInteger);

/** An integer from 0 on. */
export const count = z
  .string()
  .regex(/^\+?[0-9]+$/, { error: "a non-negative integer" })
  .transform(toInteger);

/** A resource's role; the names used before Pacemaker 2.1 are translated. */
export const role = z
  .enum(["Stopped", "Started", "Promoted", "Unpromoted", "Master", "Slave"])
  .transform((name) => (name === "Master" ? "Promoted" : name === "Slave" ? "Unpromoted" : name));

/** A resource's role, in a constraint, a rule or an operation. */
export type RoleName = z.output<typeof role>;

/** What an ordering or a resource set asks of its resources. */
export const action = z.enum(["start", "stop", "promote", "demote"]);

export type ActionName = z.output<typeof action>;

/** An integer where the cluster wrote it: read as the cluster reads it, and ignored if it is none. */
export const lenientInteger = z.string().transform(parseInteger).optional();
