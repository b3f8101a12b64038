/** What a task has to tell, to people and to programs. */
export interface Told {
  readonly status: number;
  /** For standard output. */
  readonly text: string;
  /** For standard error. */
  readonly errors?: string;
  /** One JSON object. */
  readonly value: Readonly<Record<string, unknown>>;
}

export function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}
