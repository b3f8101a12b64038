export { isTrue, parseBoolean } from "./boolean.js";
export { equalIgnoringCase, lowerAscii } from "./characters.js";
export {
  addDays,
  addHours,
  addMinutes,
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
export { type DateClock, parseDateTime } from "./date-time-text.js";
export { compareBytes, digestParameters } from "./digest.js";
export { type Duration, parseDuration } from "./duration.js";
export { escapeValue } from "./escape-value.js";
export { type LeadingInteger, parseInteger, parseLeadingInteger, parseMinimumInteger } from "./integer.js";
export {
  DEFAULT_TIMEOUT,
  intervalOrUndefined,
  millisecondsToSeconds,
  parseInterval,
  parseStartDelay,
  parseTimeout,
} from "./interval.js";
export { KeyedOrder, keyedOrder } from "./keyed-order.js";
export { compareNatural } from "./natural-order.js";
export { parseTimeSpan, type TimeSpan } from "./time-span.js";
export { compareVersions } from "./version.js";
