import { CommandError, ExitStatus } from "./exit-status.js";

/**
 * Refuses words that a command has no use for: whoever writes `move web node2` does not want it moved to just any node.
 *
 * @param hint what may have been meant
 * @throws CommandError for more than `most` words
 */
export function refuseSurplus(command: string, words: readonly string[], most: number, hint = ""): void {
  const surplus = words[most];
  if (surplus === undefined) return;
  throw new CommandError(ExitStatus.usage, `'${command}' takes no word '${surplus}'${hint}`);
}
