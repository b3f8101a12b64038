import { type DateTime, monthAndDay, weekDate } from "../values/date-time.js";
import { parseLeadingInteger } from "../values/integer.js";

/** The fields of a moment that a `date_spec` can limit. */
export const DATE_FIELDS = [
  "years",
  "months",
  "monthdays",
  "hours",
  "minutes",
  "seconds",
  "yeardays",
  "weekyears",
  "weeks",
  "weekdays",
] as const;

export type DateField = (typeof DATE_FIELDS)[number];

/** Numbers that a field of a moment may have, both ends included. */
export interface DateRange {
  readonly kind: "range";
  readonly field: DateField;
  readonly low: number;
  readonly high: number;
}

/**
 * A range "N", "N-", "-N" or "N-M". A number may have white space and a sign before it and nothing after it, and has
 * to fit in 64 bits. What comes before the first "-" is the lower end.
 */
export function parseRange(text: string): { low: number; high: number } | undefined {
  const dash = text.indexOf("-");
  const low = dash === 0 ? Number.NEGATIVE_INFINITY : parseBound(dash < 0 ? text : text.slice(0, dash));
  if (low === undefined || text === "-") return undefined;
  if (dash < 0) return { low, high: low };
  const high = dash === text.length - 1 ? Number.POSITIVE_INFINITY : parseBound(text.slice(dash + 1));
  return high === undefined ? undefined : { low, high };
}

function parseBound(text: string): number | undefined {
  const integer = parseLeadingInteger(text);
  if (integer === undefined || integer.outOfRange || integer.end !== text.length) return undefined;
  return Number(integer.value);
}

/** Whether a moment's field lies in a range. */
export function isInRange(moment: DateTime, range: DateRange): boolean {
  const value = fieldOf(moment, range.field);
  return range.low <= value && value <= range.high;
}

function fieldOf(moment: DateTime, field: DateField): number {
  switch (field) {
    case "years":
      return moment.year;
    case "months":
      return monthAndDay(moment).month;
    case "monthdays":
      return monthAndDay(moment).day;
    case "hours":
      return Math.floor(moment.secondOfDay / 3600);
    case "minutes":
      return Math.floor((moment.secondOfDay % 3600) / 60);
    case "seconds":
      return moment.secondOfDay % 60;
    case "yeardays":
      return moment.dayOfYear;
    case "weekyears":
      return weekDate(moment).year;
    case "weeks":
      return weekDate(moment).week;
    case "weekdays":
      return weekDate(moment).weekday;
  }
}
