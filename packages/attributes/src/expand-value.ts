import { clampScore, parseScore } from "@sanode/cib";

const COUNTING = /^value\+(?:\+|=(?<amount>.*))/s;

/**
 * The value that is meant by one that may count up: `value++` adds 1 to the present one, `value+=N` adds N; anything else
 * is itself. The sum is that of numbers, cut
 * off where scores end, and written as a number even where it is infinity. An unset value counts as 0; one that
 * is no score becomes 0, and an N that is none adds nothing.
 *
 * Source: the manual page of `attrd_updater`; Pacemaker Explained, "Scores".
 */
export function expandValue(value: string, present: string | null | undefined): string {
  const match = COUNTING.exec(value);
  if (match === null) return value;
  const before = parseScore(present ?? "0");
  if (before === undefined) return "0";
  const { amount = "1" } = match.groups ?? {};
  return String(clampScore(before + (parseScore(amount) ?? 0)));
}
