import { lowerAscii } from "../values/characters.js";
import type { DateTime } from "../values/date-time.js";
import { type DateClock, parseDateTime } from "../values/date-time-text.js";
import { firstElement, type XmlElement } from "../xml/tree.js";
import { addDuration, type DateDuration, parseDateDuration } from "./date-duration.js";
import { DATE_FIELDS, parseRange } from "./date-range.js";
import { notPassing, type RuleProblemCode } from "./problem.js";
import type { BrokenCondition, DateCondition, DateSpecCondition } from "./rule.js";

/** A bound that is given is a moment, or what is wrong with it. */
type Bound =
  | { readonly moment: DateTime | undefined; readonly problem?: undefined }
  | { readonly problem: BrokenCondition };

/** Reads a `date_expression`. */
export function compileDateExpression(
  expression: XmlElement,
  clock: DateClock,
): DateCondition | BrokenCondition {
  const { id, operation = "in_range" } = expression.attributes;
  if (!id) return broken(expression, "missing-id", "");
  switch (lowerAscii(operation)) {
    case "in_range":
      return compileInRange(id, expression, clock);
    case "gt": {
      const bound = readBound(expression, "start", clock);
      if (bound.problem !== undefined) return bound.problem;
      if (bound.moment === undefined) return broken(expression, "missing-bound", "gt requires start");
      return { kind: "after", id, start: bound.moment };
    }
    case "lt": {
      const bound = readBound(expression, "end", clock);
      if (bound.problem !== undefined) return bound.problem;
      if (bound.moment === undefined) return broken(expression, "missing-bound", "lt requires end");
      return { kind: "before", id, end: bound.moment };
    }
    case "date_spec":
      return compileDateSpec(id, expression);
    default:
      return broken(expression, "invalid-operation", `'${operation}' is not a valid operation`);
  }
}

function compileInRange(
  id: string,
  expression: XmlElement,
  clock: DateClock,
): DateCondition | BrokenCondition {
  const start = readBound(expression, "start", clock);
  if (start.problem !== undefined) return start.problem;
  const end = readBound(expression, "end", clock);
  if (end.problem !== undefined) return end.problem;
  if (start.moment === undefined && end.moment === undefined) {
    return broken(expression, "missing-bound", "in_range requires at least one of start or end");
  }
  const durationElement = firstElement(expression, "duration");
  if (start.moment === undefined || end.moment !== undefined || durationElement === undefined) {
    return { kind: "in-range", id, start: start.moment, end: end.moment };
  }
  const duration = readDuration(durationElement);
  if (duration === undefined) return broken(expression, "invalid-duration", "duration is invalid");
  return { kind: "in-range", id, start: start.moment, end: addDuration(start.moment, duration) };
}

function readDuration(element: XmlElement): DateDuration | undefined {
  return element.attributes.id ? parseDateDuration(element.attributes) : undefined;
}

function compileDateSpec(id: string, expression: XmlElement): DateSpecCondition | BrokenCondition {
  const spec = firstElement(expression, "date_spec");
  if (spec === undefined) {
    return broken(expression, "missing-date-spec", "date_spec operations require a date_spec subelement");
  }
  if (!spec.attributes.id) return broken(expression, "missing-id", "date_spec subelement has no id");
  const ranges: DateSpecCondition["ranges"][number][] = [];
  for (const field of DATE_FIELDS) {
    const text = spec.attributes[field];
    if (text === undefined) continue;
    const range = parseRange(text);
    if (range === undefined) {
      const reason = `'${text}' is not a valid range for date_spec attribute ${field}`;
      ranges.push(broken(expression, "invalid-range", reason));
    } else {
      ranges.push({ kind: "range", field, ...range });
    }
  }
  return { kind: "date-spec", id, ranges };
}

function readBound(expression: XmlElement, name: "start" | "end", clock: DateClock): Bound {
  const text = expression.attributes[name];
  if (text === undefined) return { moment: undefined };
  const moment = parseDateTime(text, clock);
  return moment === undefined
    ? { problem: broken(expression, "invalid-date", `${name} is invalid`) }
    : { moment };
}

function broken(expression: XmlElement, code: RuleProblemCode, reason: string): BrokenCondition {
  return { kind: "broken", problem: notPassing(expression, code, reason) };
}
