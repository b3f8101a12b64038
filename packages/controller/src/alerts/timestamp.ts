const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/**
 * Writes a moment in the local time zone as a format of strftime(3) says, in the C locale, with `%xN` for the first x
 * digits of the fraction of a second. What is no conversion stays as it is.
 *
 * @param milliseconds since 1970, with a fraction
 */
export function formatTimestamp(format: string, milliseconds: number): string {
  const date = new Date(milliseconds);
  return format.replaceAll(
    /%([1-6])N|%(.)/g,
    (whole, digits: string | undefined, letter: string | undefined) => {
      if (digits !== undefined) return microseconds(milliseconds).slice(0, Number(digits));
      return CONVERSIONS[letter ?? ""]?.(date) ?? whole;
    },
  );
}

/** Six digits. */
export function microseconds(milliseconds: number): string {
  const fraction = Math.floor((milliseconds - Math.floor(milliseconds / 1000) * 1000) * 1000);
  return String(fraction).padStart(6, "0");
}

const two = (value: number): string => String(value).padStart(2, "0");
const hour12 = (date: Date): number => date.getHours() % 12 || 12;
const dateOf = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const timeOf = (date: Date): string =>
  `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;

const CONVERSIONS: Readonly<Record<string, (date: Date) => string>> = {
  "%": () => "%",
  n: () => "\n",
  t: () => "\t",
  Y: (date) => String(date.getFullYear()),
  y: (date) => two(date.getFullYear() % 100),
  m: (date) => two(date.getMonth() + 1),
  d: (date) => two(date.getDate()),
  e: (date) => String(date.getDate()).padStart(2),
  H: (date) => two(date.getHours()),
  I: (date) => two(hour12(date)),
  M: (date) => two(date.getMinutes()),
  S: (date) => two(date.getSeconds()),
  p: (date) => (date.getHours() < 12 ? "AM" : "PM"),
  s: (date) => String(Math.floor(date.getTime() / 1000)),
  j: (date) => String(dayOfYear(date)).padStart(3, "0"),
  a: (date) => (DAYS[date.getDay()] ?? "").slice(0, 3),
  A: (date) => DAYS[date.getDay()] ?? "",
  b: (date) => (MONTHS[date.getMonth()] ?? "").slice(0, 3),
  B: (date) => MONTHS[date.getMonth()] ?? "",
  F: dateOf,
  T: timeOf,
  R: (date) => timeOf(date).slice(0, 5),
  D: (date) => `${two(date.getMonth() + 1)}/${two(date.getDate())}/${two(date.getFullYear() % 100)}`,
  z: zone,
};

function dayOfYear(date: Date): number {
  const first = new Date(date.getFullYear(), 0, 1);
  return 1 + Math.round((new Date(date).setHours(0, 0, 0, 0) - first.getTime()) / 86_400_000);
}

function zone(date: Date): string {
  const ahead = -date.getTimezoneOffset();
  const minutes = Math.abs(ahead);
  return `${ahead < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}
