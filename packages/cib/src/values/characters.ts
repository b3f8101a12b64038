/** Whether a character code is white space to the C locale: blank, tab, newline, vertical tab, form feed, return. */
export function isSpaceCode(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Whether a character code is an ASCII digit. */
export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The first position from `at` on that is not white space (the text's length if there is none). */
export function skipSpace(text: string, at: number): number {
  let position = at;
  while (position < text.length && isSpaceCode(text.charCodeAt(position))) position += 1;
  return position;
}

/** The first position from `at` on that is not an ASCII digit (the text's length if there is none). */
export function skipDigits(text: string, at: number): number {
  let position = at;
  while (position < text.length && isDigitCode(text.charCodeAt(position))) position += 1;
  return position;
}

/** ASCII case folding, the only one that Pacemaker's comparisons know; other characters stay. */
export function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (upper) => upper.toLowerCase()) : text;
}

/** Whether two texts are equal when ASCII letters' case is ignored. */
export function equalIgnoringCase(a: string, b: string): boolean {
  return a === b || (a.length === b.length && lowerAscii(a) === lowerAscii(b));
}
