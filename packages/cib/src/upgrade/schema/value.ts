import type { ValueType } from "./grammar.js";
import { versionOfSchema } from "./versions.js";

/** XML names without colon, in ASCII and in general. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const NAME = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{M}·_.-]*$/u;

/** Whether a text is a value of a type. That ids are unique and references resolve is not looked at here. */
export function isValue(type: ValueType, text: string): boolean {
  if (typeof type === "object") return type.words.includes(collapse(text));
  switch (type) {
    case "text":
      return true;
    case "id":
    case "reference":
      // Nearly all ids are plain; the general test is for the others.
      return PLAIN_NAME.test(text) || NAME.test(collapse(text));
    case "integer":
      return /^[+-]?\d+$/.test(collapse(text));
    case "natural":
      return /^(?:\+?\d+|-0+)$/.test(collapse(text));
    case "boolean":
      return /^(?:true|false|1|0)$/.test(collapse(text));
    case "score":
      return /^(?:[+-]?\d+|[+-]?INFINITY)$/.test(collapse(text));
    case "port-range":
      return /^[0-9-]+$/.test(text);
    case "device-list":
      return /^[a-zA-Z0-9_.-]+(?:,[a-zA-Z0-9_.-]+)*$/.test(text);
    case "level":
      return /^\+?0*[1-9]\d*$/.test(collapse(text));
    case "limited-level":
      return /^\+?0*[1-9]$/.test(collapse(text));
    case "schema":
      return text === "none" || versionOfSchema(text) !== undefined;
  }
}

/** White space at the ends removed, and each run of it inside made one blank. */
export function collapse(text: string): string {
  return /[ \t\n\r]/.test(text) ? text.replace(/[ \t\n\r]+/g, " ").replace(/^ | $/g, "") : text;
}

/** What a value of a type looks like, for people. */
export function describeType(type: ValueType): string {
  if (typeof type === "object") return `one of ${type.words.join(", ")}`;
  switch (type) {
    case "text":
      return "a text";
    case "id":
      return "a name of letters, digits, '_', '.' and '-' that starts with a letter or '_'";
    case "reference":
      return "the id of an element";
    case "integer":
      return "an integer";
    case "natural":
      return "an integer that is not negative";
    case "boolean":
      return "true, false, 1 or 0";
    case "score":
      return "an integer, INFINITY, +INFINITY or -INFINITY";
    case "port-range":
      return "a range of ports such as 80-90";
    case "device-list":
      return "names of devices separated by commas, without blanks";
    case "level":
      return "an integer from 1";
    case "limited-level":
      return "an integer from 1 to 9";
    case "schema":
      return "a known schema such as pacemaker-4.0";
  }
}
