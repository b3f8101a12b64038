import { posixRegExp } from "./posix-expression.js";

/** Matches resource ids; gives the submatches `%0`..`%9` of a match, or undefined. */
export interface IdPattern {
  readonly inverted: boolean;
  match(id: string): readonly (string | undefined)[] | undefined;
}

/**
 * Compiles the text of `rsc-pattern`: a POSIX extended regular expression, unanchored, inverted by a leading
 * `!`. Undefined if it is not a valid expression. (Pacemaker Explained, "Using Regular Expressions in Location
 * Constraints".)
 */
export function compilePattern(text: string): IdPattern | undefined {
  const inverted = text.startsWith("!");
  const expression = posixRegExp(inverted ? text.slice(1) : text);
  if (expression === undefined) return undefined;
  return {
    inverted,
    match(id) {
      const found = expression.exec(id);
      if (inverted) return found === null ? [] : undefined;
      return found === null ? undefined : found;
    },
  };
}
