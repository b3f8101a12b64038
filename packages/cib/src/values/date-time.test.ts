import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addHours,
  addMonths,
  addSeconds,
  addWeeks,
  addYears,
  compareDateTime,
  type DateTime,
  fromEpoch,
  monthAndDay,
  toEpoch,
  weekDate,
} from "./date-time.js";
import { parseDateTime } from "./date-time-text.js";

const CLOCK = {
  today: { year: 2005, dayOfYear: 20, secondOfDay: 0, offset: 0 },
  localOffsetSeconds: 3600,
};

function read(text: string): DateTime {
  const moment = parseDateTime(text, CLOCK);
  if (moment === undefined) throw new Error(`${text} is no date`);
  return moment;
}

function show(moment: DateTime): string {
  return new Date(toEpoch(moment) * 1000).toISOString().slice(0, 19);
}

/** Years 1 to 9999, in seconds since the epoch. */
const epoch = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
const offset = fc.integer({ min: -86_400, max: 86_400 });

describe("dates as text", () => {
  it.each([
    ["2005-020T12:30Z", "2005-01-20T12:30:00"],
    ["2009-W53-7", "2010-01-03T00:00:00"],
    ["20050120", "2005-01-20T00:00:00"],
    ["2005-1-2", "2005-01-02T00:00:00"],
    ["2005-01-20 10:30:45 +0200", "2005-01-20T08:30:45"],
    ["2005-01-20 103045-01", "2005-01-20T11:30:45"],
    ["2005-01-20T24:00Z", "2005-01-21T00:00:00"],
    ["2005-01-20foo", "2005-01-20T00:00:00"],
    ["epoch", "1970-01-01T00:00:00"],
    ["T10:30Z", "2005-01-20T10:30:00"],
    ["10:30Z", "2005-01-20T10:30:00"],
    ["2005-01-20 10:30:15.9 foo", "2005-01-20T10:30:15"],
  ])("%s is %s UTC", (text, utc) => {
    expect(show(read(text))).toBe(utc);
  });

  it("a time without zone is in the clock's, a date without time in none", () => {
    expect(read("2005-01-20 10:30").offset).toBe(3600);
    expect(read("2005-01-20").offset).toBe(0);
  });

  it.each([
    "",
    "2005",
    "200501",
    "2005-W03",
    "2005-366",
    "2008-W53-1",
    "2005-13-01",
    "2005-02-29",
    "0000-01-01",
    "-2005-01-01",
    "2005-01-20T",
    "2005-01-20T24:00:01",
    "2005-01-20T10:60",
    "2005-01-20T10:30+25",
    "epochs",
    "tomorrow",
  ])("%j is no date", (text) => {
    expect(parseDateTime(text, CLOCK)).toBeUndefined();
  });

  it("of every kind read back as the day they were written from", () => {
    fc.assert(
      fc.property(epoch, (seconds) => {
        const day = { ...fromEpoch(seconds), secondOfDay: 0 };
        const { month, day: dayOfMonth } = monthAndDay(day);
        const week = weekDate(day);
        expect(read(`${day.year}-${month}-${dayOfMonth}`)).toEqual(day);
        expect(read(`${day.year}-${day.dayOfYear}`)).toEqual(day);
        fc.pre(week.year >= 1);
        expect(read(`${week.year}-W${week.week}-${week.weekday}`)).toEqual(day);
      }),
    );
  });
});

describe("moments", () => {
  it("and seconds since the epoch are the same, in any zone", () => {
    fc.assert(
      fc.property(epoch, offset, (seconds, zone) => {
        fc.pre(seconds + zone >= -62_135_596_800);
        expect(toEpoch(fromEpoch(seconds, zone))).toBe(seconds);
      }),
    );
  });

  it("compare as their seconds since the epoch do, except 24:00 with the next 00:00", () => {
    fc.assert(
      fc.property(epoch, epoch, (a, b) => {
        expect(Math.sign(compareDateTime(fromEpoch(a), fromEpoch(b)))).toBe(Math.sign(a - b));
      }),
    );
    const late = addHours(read("2021-01-14 12:00Z"), 36);
    expect(late.secondOfDay).toBe(86_400);
    expect(compareDateTime(read("2021-01-16 00:00Z"), late)).toBeGreaterThan(0);
    expect(toEpoch(read("2021-01-16 00:00Z"))).toBe(toEpoch(late));
  });

  it("grow by exactly the seconds that are added", () => {
    fc.assert(
      fc.property(epoch, fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (seconds, more) => {
        fc.pre(seconds + more > -62_135_500_000);
        expect(toEpoch(addSeconds(fromEpoch(seconds), more))).toBe(seconds + more);
      }),
    );
  });

  it("return to where they were when days are taken back", () => {
    fc.assert(
      fc.property(epoch, fc.integer({ min: 0, max: 4_000_000 }), (seconds, days) => {
        const moment = fromEpoch(seconds);
        expect(addDays(addDays(moment, days), -days)).toEqual(moment);
      }),
    );
  });

  it("keep the number of the day when years are added, so that the date may shift", () => {
    expect(show(addYears(read("2019-06-15"), 1))).toBe("2020-06-14T00:00:00");
    expect(show(addYears(read("2020-12-31"), 1))).toBe("2022-01-01T00:00:00");
    expect(show(addDays(addYears(read("2021-12-31"), -3000), 3_000_000))).toBe("8215-09-21T00:00:00");
  });

  it("stay within the month when months are added", () => {
    expect(show(addMonths(read("2021-01-31"), 1))).toBe("2021-02-28T00:00:00");
    expect(show(addMonths(read("2021-01-31"), 13))).toBe("2022-02-28T00:00:00");
    expect(show(addMonths(read("2021-01-01"), -2))).toBe("2020-11-01T00:00:00");
    // Day 366 of a year that has 365 is the first of a thirteenth month.
    expect(show(addDays(addMonths(addYears(read("2020-12-31"), 1), 1), 40))).toBe("2021-02-09T00:00:00");
    expect(show(addMonths(addYears(read("2020-12-31"), 1), -1))).toBe("2021-12-01T00:00:00");
  });

  it("never go before the first day of year 1 by days, and amounts wrap at 32 bits", () => {
    expect(addDays(read("2021-01-01"), -10_000_000)).toMatchObject({ year: 1, dayOfYear: 1 });
    expect(show(addHours(read("2021-01-01"), 1_200_000))).toBe("2021-10-17T17:31:44");
    expect(show(addWeeks(read("2021-01-01"), 613_566_757))).toBe("2021-01-04T00:00:00");
  });
});
