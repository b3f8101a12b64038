/*
 * The proleptic Gregorian calendar, in closed form: no loops over years, so that any amount a configuration
 * may name costs the same.
 */

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365] as const;

/** Whether a year has 366 days. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** 365 or 366. */
export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

/** Days of a year before the first of a month (1-12; 13 gives the year's length). */
export function daysBeforeMonth(year: number, month: number): number {
  const days = DAYS_BEFORE_MONTH[month - 1] ?? 0;
  return month > 2 && isLeapYear(year) ? days + 1 : days;
}

/** The length of a month (1-12) in days. */
export function daysInMonth(year: number, month: number): number {
  return daysBeforeMonth(year, month + 1) - daysBeforeMonth(year, month);
}

/** Days from 0001-01-01 to the first of January of a year; negative for years before 1. */
export function daysBeforeYear(year: number): number {
  const past = year - 1;
  return 365 * past + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

/** The year and the day of it (1-366) that lies `days` after 0001-01-01. */
export function yearAndDay(days: number): { year: number; dayOfYear: number } {
  // 146097 days are 400 years; the estimate is at most one year off.
  let year = Math.floor((days * 400) / 146097) + 1;
  if (daysBeforeYear(year) > days) year -= 1;
  else if (daysBeforeYear(year + 1) <= days) year += 1;
  return { year, dayOfYear: days - daysBeforeYear(year) + 1 };
}

/** The day of the week of a day of a year: 1 is Monday, 7 is Sunday. */
export function weekday(year: number, dayOfYear: number): number {
  const days = daysBeforeYear(year) + dayOfYear - 1; // 0001-01-01 was a Monday
  return (((days % 7) + 7) % 7) + 1;
}

/** The number of weeks of an ISO 8601 year: 53 if it starts or ends with a Thursday, else 52. */
export function weeksInYear(year: number): number {
  return weekday(year, 1) === 4 || weekday(year, daysInYear(year)) === 4 ? 53 : 52;
}
