import { parseDuration } from "@sanode/cib";
import { formatUtc } from "@sanode/pengine";
import { CommandError, ExitStatus } from "../command/exit-status.js";

/**
 * The moment at which a duration that begins now is over, as text.
 *
 * @param now milliseconds since 1970
 * @throws CommandError if it is no duration
 */
export function endOf(text: string, now: number): string {
  const duration = parseDuration(text);
  if (duration === undefined) {
    const advice =
      "Please refer to https://en.wikipedia.org/wiki/ISO_8601#Durations for examples of valid durations";
    throw new CommandError(ExitStatus.usage, `Invalid duration specified: ${text}\n${advice}`);
  }
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + duration.years);
  end.setUTCMonth(end.getUTCMonth() + duration.months);
  end.setUTCDate(end.getUTCDate() + duration.days);
  return formatUtc(Math.floor(end.getTime() / 1000) + duration.seconds);
}
