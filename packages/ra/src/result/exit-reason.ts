/** What an agent writes before a reason on its standard error; handed to it as OCF_EXIT_REASON_PREFIX. */
export const EXIT_REASON_PREFIX = "ocf-exit-reason:";

/**
 * The reason that an agent gave on its standard error: what follows the last prefix, wherever in a line it stands,
 * up to the end of that line. Empty if there is none.
 *
 * Control characters become blanks, as the reason goes into XML, which has no way to write them.
 * Source: OCF Resource Agent API; resource-agents developer's guide, "ocf_exit_reason".
 */
export function exitReason(stderr: string): string {
  const prefix = stderr.lastIndexOf(EXIT_REASON_PREFIX);
  if (prefix < 0) return "";
  const begin = prefix + EXIT_REASON_PREFIX.length;
  const end = stderr.indexOf("\n", begin);
  return printable(stderr.slice(begin, end < 0 ? undefined : end));
}

function printable(text: string): string {
  return text
    .replace(/\p{Cc}/gu, (character) => (character === "\t" ? character : " "))
    .replace(/[\uFFFE\uFFFF]/g, " ");
}
