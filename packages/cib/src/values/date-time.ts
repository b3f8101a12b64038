import {
  daysBeforeMonth,
  daysBeforeYear,
  daysInMonth,
  weekday,
  weeksInYear,
  yearAndDay,
} from "./calendar.js";

/**
 * A moment as Pacemaker keeps it: a day of a year, a second of that day and the zone they are meant in.
 * Immutable. Comparison and arithmetic are Pacemaker 3.0's, whose edges (day 366 of any year, "24:00") decide
 * when rules change.
 */
export interface DateTime {
  readonly year: number;
  /** 1-366; may exceed the year's length after `addYears`. */
  readonly dayOfYear: number;
  /** 0-86400: arithmetic may yield "24:00", which sorts before 00:00 of the next day. */
  readonly secondOfDay: number;
  /** Seconds that the zone is ahead of UTC. */
  readonly offset: number;
}

const SECONDS_PER_DAY = 86_400;
const DAYS_BEFORE_1970 = daysBeforeYear(1970);

/** The moment `seconds` after the epoch (1970-01-01 00:00:00 UTC) in a zone `offset` seconds ahead of UTC. */
export function fromEpoch(seconds: number, offset = 0): DateTime {
  const local = Math.floor(seconds) + offset;
  const days = Math.floor(local / SECONDS_PER_DAY);
  return { ...yearAndDay(days + DAYS_BEFORE_1970), secondOfDay: local - days * SECONDS_PER_DAY, offset };
}

/** Seconds since the epoch. */
export function toEpoch(moment: DateTime): number {
  const utc = toUtc(moment);
  const days = daysBeforeYear(utc.year) + utc.dayOfYear - 1 - DAYS_BEFORE_1970;
  return days * SECONDS_PER_DAY + utc.secondOfDay;
}

/**
 * Compares two moments: negative if `a` is earlier, positive if it is later, zero if they are the same. Year, day and
 * second are compared one after the other in UTC, so "24:00" is earlier than 00:00 of the next day.
 */
export function compareDateTime(a: DateTime, b: DateTime): number {
  const utcA = toUtc(a);
  const utcB = toUtc(b);
  return utcA.year - utcB.year || utcA.dayOfYear - utcB.dayOfYear || utcA.secondOfDay - utcB.secondOfDay;
}

function toUtc(moment: DateTime): DateTime {
  return moment.offset === 0 ? moment : { ...addSeconds(moment, -moment.offset), offset: 0 };
}

/** Adds seconds: whole days first, then the rest; a sum of exactly 86400 stays on its day. */
export function addSeconds(moment: DateTime, seconds: number): DateTime {
  const days = Math.trunc(seconds / SECONDS_PER_DAY);
  const secondOfDay = moment.secondOfDay + (seconds - days * SECONDS_PER_DAY);
  if (secondOfDay > SECONDS_PER_DAY) {
    return { ...addDays(moment, days + 1), secondOfDay: secondOfDay - SECONDS_PER_DAY };
  }
  if (secondOfDay < 0) {
    return { ...addDays(moment, days - 1), secondOfDay: secondOfDay + SECONDS_PER_DAY };
  }
  return { ...addDays(moment, days), secondOfDay };
}

/** Adds minutes of 60 seconds; the seconds wrap at 32 bits. */
export function addMinutes(moment: DateTime, minutes: number): DateTime {
  return addSeconds(moment, Math.imul(minutes, 60));
}

/** Adds hours of 3600 seconds; the seconds wrap at 32 bits. */
export function addHours(moment: DateTime, hours: number): DateTime {
  return addSeconds(moment, Math.imul(hours, 3600));
}

/** Adds days through the real lengths of years; never goes before the first day of year 1. */
export function addDays(moment: DateTime, days: number): DateTime {
  if (days === 0) return moment;
  const day = daysBeforeYear(moment.year) + moment.dayOfYear - 1 + days;
  if (day < 0 && days < 0) return { ...moment, year: 1, dayOfYear: 1 };
  return { ...moment, ...yearAndDay(day) };
}

/** Adds weeks of seven days; the days wrap at 32 bits. */
export function addWeeks(moment: DateTime, weeks: number): DateTime {
  return addDays(moment, Math.imul(weeks, 7));
}

/**
 * Adds months and cuts the day of the month to the new month's length (January 31 and a month is the last of
 * February). Where there is no such day (before year 1, or forward from day 366 of a shorter year) the day becomes 0.
 */
export function addMonths(moment: DateTime, months: number): DateTime {
  if (months === 0) return moment;
  const { month, day } = monthAndDay(moment);
  if (month > 12 && months > 0) return { ...moment, dayOfYear: 0 };
  const count = month - 1 + months;
  const year = moment.year + Math.floor(count / 12);
  if (year < 1) return { ...moment, year, dayOfYear: 0 };
  const newMonth = count - Math.floor(count / 12) * 12 + 1;
  const newDay = Math.min(day, daysInMonth(year, newMonth));
  return { ...moment, year, dayOfYear: daysBeforeMonth(year, newMonth) + newDay };
}

/** Adds to the number of the year, which stays at least 1; the day of the year remains the same number. */
export function addYears(moment: DateTime, years: number): DateTime {
  return { ...moment, year: Math.max(moment.year + years, 1) };
}

/** The month and the day of the month in the moment's own zone; day 366 of a shorter year is the first of month 13. */
export function monthAndDay(moment: DateTime): { month: number; day: number } {
  let month = 1;
  while (month < 13 && daysBeforeMonth(moment.year, month + 1) < moment.dayOfYear) month += 1;
  return { month, day: moment.dayOfYear - daysBeforeMonth(moment.year, month) };
}

/** The ISO 8601 week date in the moment's own zone: weeks start on Monday (1), week 1 has the year's first Thursday. */
export function weekDate(moment: DateTime): { year: number; week: number; weekday: number } {
  const day = weekday(moment.year, moment.dayOfYear);
  const week = Math.floor((moment.dayOfYear - day + 10) / 7);
  if (week < 1) return { year: moment.year - 1, week: weeksInYear(moment.year - 1), weekday: day };
  if (week > weeksInYear(moment.year)) return { year: moment.year + 1, week: 1, weekday: day };
  return { year: moment.year, week, weekday: day };
}
