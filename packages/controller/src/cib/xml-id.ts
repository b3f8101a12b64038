/** A text with a point for each character that no id can have; it begins with a letter. */
export function xmlId(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}_.-]/gu, ".");
}
