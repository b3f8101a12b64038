import { formatScore } from "../score.js";
import type { CibView } from "../view/cib.js";
import { FORMAT } from "./cib.js";
import type { JsonObject, JsonValue } from "./json-value.js";

/**
 * A view of a CIB in its JSON form: the view's members, without those that are undefined, after a member `format` that
 * names the form; scores are numbers, but `"INFINITY"` and `"-INFINITY"` at their ends.
 */
export function writeJson(cib: CibView): JsonObject {
  return { format: FORMAT, ...objectOf(cib) };
}

/** The JSON form as text, indented by two blanks, with a newline at the end. */
export function formatJson(cib: CibView): string {
  return `${JSON.stringify(writeJson(cib), null, 2)}\n`;
}

function objectOf(value: object): JsonObject {
  const entries: [string, JsonValue][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) entries.push([name, jsonOf(name, member)]);
  }
  return Object.fromEntries(entries);
}

/** @param name the member that the value is of */
function jsonOf(name: string, value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map((item: unknown) => jsonOf("", item));
  switch (typeof value) {
    case "number": {
      // Every number of that name is a score.
      const text = formatScore(value);
      return name === "score" && text.endsWith("INFINITY") ? text : value;
    }
    case "string":
    case "boolean":
      return value;
    case "object":
      return value === null ? null : objectOf(value);
    default:
      return null;
  }
}
