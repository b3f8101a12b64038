import { lowerAscii } from "./characters.js";

/**
 * A boolean option: true/on/yes/y/1 or false/off/no/n/0, case ignored, no trimming; undefined for
 * anything else, unset included.
 * Source: Pacemaker Explained, "Boolean values".
 */
export function parseBoolean(text: string | undefined): boolean | undefined {
  if (text === undefined || text.length > 5) return undefined;
  switch (lowerAscii(text)) {
    case "true":
    case "on":
    case "yes":
    case "y":
    case "1":
      return true;
    case "false":
    case "off":
    case "no":
    case "n":
    case "0":
      return false;
    default:
      return undefined;
  }
}

/** Whether a text is a true boolean; unset and invalid text is not. */
export function isTrue(text: string | undefined): boolean {
  return parseBoolean(text) === true;
}
