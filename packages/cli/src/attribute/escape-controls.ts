const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"' };

/** A value as Pacemaker's tools print it within a line. */
export function escapeControls(value: string): string {
  return value.replace(/[\n\t\r"]/g, (character) => ESCAPES[character] ?? character);
}
