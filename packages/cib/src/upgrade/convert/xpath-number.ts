/** A text as the number that XPath takes it for: white space, a minus sign, digits with a point; else not a number. */
export function xpathNumber(text: string): number {
  return /^[ \t\n\r]*-?(?:\d+\.?\d*|\.\d+)[ \t\n\r]*$/.test(text) ? Number(text) : Number.NaN;
}
