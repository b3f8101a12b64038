import {
  addDays,
  addHours,
  addMinutes,
  addMonths,
  addSeconds,
  addWeeks,
  addYears,
  type DateTime,
} from "../values/date-time.js";
import { parseInteger } from "../values/integer.js";
import type { Attributes } from "../xml/tree.js";

/** The fields of a `duration` element, in the order in which they are added. */
const DURATION_STEPS = [
  { field: "years", add: addYears },
  { field: "months", add: addMonths },
  { field: "weeks", add: addWeeks },
  { field: "days", add: addDays },
  { field: "hours", add: addHours },
  { field: "minutes", add: addMinutes },
  { field: "seconds", add: addSeconds },
] as const;

/** Amounts by the position of their step; 0 where none is given. */
export type DateDuration = readonly number[];

const MINIMUM_32 = -2147483648;
const MAXIMUM_32 = 2147483647;

/** The amounts of a `duration` element; undefined if one is not an integer of 32 bits. Other attributes are ignored. */
export function parseDateDuration(attributes: Attributes): DateDuration | undefined {
  const amounts: number[] = [];
  for (const { field } of DURATION_STEPS) {
    const text = attributes[field];
    const amount = text === undefined ? 0 : parseInteger(text);
    if (amount === undefined || amount < MINIMUM_32 || amount > MAXIMUM_32) return undefined;
    amounts.push(amount);
  }
  return amounts;
}

/** The moment that lies a duration after another: years are added first, seconds last; the order shows in the result. */
export function addDuration(moment: DateTime, duration: DateDuration): DateTime {
  return DURATION_STEPS.reduce((sum, { add }, index) => add(sum, duration[index] ?? 0), moment);
}
