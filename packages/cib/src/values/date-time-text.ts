import { daysBeforeMonth, daysInMonth, daysInYear, weekday, weeksInYear } from "./calendar.js";
import { isDigitCode, skipSpace } from "./characters.js";
import { addDays, type DateTime } from "./date-time.js";
import { ANY_LENGTH, scanIntegers } from "./scan.js";

/** What a text that leaves something out is completed with. */
export interface DateClock {
  /** The date of a text that has only a time. */
  readonly today: DateTime;
  /** The offset from UTC of a time without zone, in seconds. Pacemaker takes the present one for every date. */
  readonly localOffsetSeconds: number;
}

/**
 * Reads a date and time as they are written in rules, options and on the command line: "2005-01-20",
 * "20050120", "2005-020" (day of the year), "2005-W03-4" (week), each with an optional time after "T" or a blank
 * ("10:30", "103000", "24:00") and an optional zone ("Z", "+02:00", " -0130"); a time alone; "epoch". Undefined if the text
 * names no moment. A date without a time has offset zero; a time without zone has the clock's.
 * Source: Pacemaker Explained, "Date/time expressions".
 */
export function parseDateTime(text: string, clock: DateClock): DateTime | undefined {
  if (text.startsWith("T")) return withTime(clock.today, text.slice(1), clock);
  if (text.charAt(2) === ":") return withTime(clock.today, text, clock);
  if (/^epoch(?:[/ \t\n\v\f\r]|$)/i.test(text))
    return { year: 1970, dayOfYear: 1, secondOfDay: 0, offset: 0 };
  const date = parseDate(text);
  if (date === undefined) return undefined;
  const at = timeStart(text);
  return at === undefined ? date : withTime(date, text.slice(at), clock);
}

/** The position after the "T" or blank that starts the time, if there is one. */
function timeStart(text: string): number | undefined {
  let at = 0;
  while (isDatePart(text.charCodeAt(at))) at += 1;
  const separator = text.charAt(at);
  return separator === "T" || separator === " " ? at + 1 : undefined;
}

function isDatePart(code: number): boolean {
  return isDigitCode(code) || code === 45 || code === 87;
}

/** A date at the start of the text, at midnight UTC. The forms are tried in this order; the first that fits decides. */
function parseDate(text: string): DateTime | undefined {
  const [calendarYear, month, day] = scanIntegers(text, [ANY_LENGTH, "-", ANY_LENGTH, "-", ANY_LENGTH]);
  if (month !== undefined && day !== undefined) return calendarDate(calendarYear, month, day);
  const [ordinalYear, dayOfYear] = scanIntegers(text, [ANY_LENGTH, "-", ANY_LENGTH]);
  if (dayOfYear !== undefined) return ordinalDate(ordinalYear, dayOfYear);
  const [weekYear, week, weekDay] = scanIntegers(text, [ANY_LENGTH, "-W", ANY_LENGTH, "-", ANY_LENGTH]);
  if (week !== undefined && weekDay !== undefined) return weekDate(weekYear, week, weekDay);
  const [basicYear, basicMonth, basicDay] = scanIntegers(text, [4, 2, 2]);
  if (basicMonth !== undefined && basicDay !== undefined)
    return calendarDate(basicYear, basicMonth, basicDay);
  return undefined;
}

function calendarDate(year: number | undefined, month: number, day: number): DateTime | undefined {
  if (year === undefined || year < 1 || month < 1 || month > 12) return undefined;
  if (day < 1 || day > daysInMonth(year, month)) return undefined;
  return midnight(year, daysBeforeMonth(year, month) + day);
}

function ordinalDate(year: number | undefined, dayOfYear: number): DateTime | undefined {
  if (year === undefined || year < 1 || dayOfYear < 1 || dayOfYear > daysInYear(year)) return undefined;
  return midnight(year, dayOfYear);
}

function weekDate(year: number | undefined, week: number, weekDay: number): DateTime | undefined {
  if (year === undefined || year < 1 || week < 1 || weekDay < 1 || weekDay > 7) return undefined;
  if (week > weeksInYear(year)) return undefined;
  // January 4 is always in week 1.
  return addDays(midnight(year, 4), (week - 1) * 7 + weekDay - weekday(year, 4));
}

function midnight(year: number, dayOfYear: number): DateTime {
  return { year, dayOfYear, secondOfDay: 0, offset: 0 };
}

function withTime(date: DateTime, text: string, clock: DateClock): DateTime | undefined {
  const secondOfDay = parseTimeOfDay(text);
  if (secondOfDay === undefined) return undefined;
  const offset = parseOffset(text, clock);
  if (offset === undefined) return undefined;
  const moment = { ...date, secondOfDay, offset };
  return secondOfDay === 86_400 ? { ...addDays(moment, 1), secondOfDay: 0 } : moment;
}

/** Seconds since midnight of "h:m:s", "hhmmss" or a beginning of these; 86400 for 24:00:00. */
function parseTimeOfDay(text: string): number | undefined {
  const colons = scanIntegers(text, [ANY_LENGTH, ":", ANY_LENGTH, ":", ANY_LENGTH]);
  const [hour, minute = 0, second = 0] = colons.length === 1 ? scanIntegers(text, [2, 2, 2]) : colons;
  if (hour === undefined) return undefined;
  if (hour === 24 && minute === 0 && second === 0) return 86_400;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  return hour * 3600 + minute * 60 + second;
}

/** The zone of a time: seconds ahead of UTC; undefined if there is one that cannot be read. */
function parseOffset(text: string, clock: DateClock): number | undefined {
  if (text.includes("Z")) return 0;
  const start = text.search(/[ +-]/);
  if (start < 0) return clock.localOffsetSeconds;
  const at = skipSpace(text, start);
  const sign = text.charAt(at);
  const signed = sign === "+" || sign === "-";
  if (!signed && !isDigitCode(text.charCodeAt(at))) return 0;
  const offset = parseTimeOfDay(text.slice(signed ? at + 1 : at));
  return offset === undefined || sign !== "-" ? offset : 0 - offset;
}
