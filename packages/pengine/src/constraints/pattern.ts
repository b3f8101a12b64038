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
  const expression = toRegExp(inverted ? text.slice(1) : text);
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

const classes: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "a-z",
  print: "\\x20-\\x7e",
  punct: "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e",
  space: " \\t\\n\\v\\f\\r",
  upper: "A-Z",
  xdigit: "0-9A-Fa-f",
};

/** A POSIX extended regular expression, unanchored, as one of this language; undefined if it is not valid. */
export function toRegExp(posix: string): RegExp | undefined {
  const source = translate(posix);
  if (source === undefined) return undefined;
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/** Rewrites the parts in which the two dialects differ: bracket expressions, escapes, braces, group syntax. */
function translate(posix: string): string | undefined {
  let source = "";
  for (let at = 0; at < posix.length; ) {
    const character = posix[at] ?? "";
    if (character === "[") {
      const bracket = translateBracket(posix, at);
      if (bracket === undefined) return undefined;
      source += bracket.source;
      at = bracket.end;
    } else if (character === "\\") {
      const escaped = posix[at + 1];
      if (escaped === undefined) return undefined;
      source += translateEscape(escaped);
      at += 2;
    } else if (character === "(" && posix[at + 1] === "?") {
      return undefined; // "?" has nothing to repeat
    } else if (character === "{" && !/^\{\d+(,\d*)?\}/.test(posix.slice(at, at + 16))) {
      source += "\\{";
      at += 1;
    } else {
      source += character === "}" && !/\{\d+(,\d*)?$/.test(source) ? "\\}" : character;
      at += 1;
    }
  }
  return source;
}

function translateEscape(escaped: string): string {
  if (/[1-9wWsSbB]/.test(escaped)) return `\\${escaped}`;
  if (escaped === "<" || escaped === ">") return "\\b";
  if (escaped === "`") return "^";
  if (escaped === "'") return "$";
  return /[A-Za-z0-9]/.test(escaped) ? escaped : `\\${escaped}`;
}

function translateBracket(posix: string, start: number): { source: string; end: number } | undefined {
  let at = start + 1;
  let source = "[";
  if (posix[at] === "^") {
    source += "^";
    at += 1;
  }
  for (let first = true; ; first = false) {
    const character = posix[at];
    if (character === undefined) return undefined;
    if (character === "]" && !first) return { source: `${source}]`, end: at + 1 };
    if (character === "[" && posix[at + 1] === ":") {
      const end = posix.indexOf(":]", at + 2);
      const members = end < 0 ? undefined : classes[posix.slice(at + 2, end)];
      if (members === undefined) return undefined;
      source += members;
      at = end + 2;
    } else if (character === "[" && (posix[at + 1] === "." || posix[at + 1] === "=")) {
      const end = posix.indexOf(`${posix[at + 1]}]`, at + 2);
      if (end < 0) return undefined;
      source += escapeInBracket(posix.slice(at + 2, end));
      at = end + 2;
    } else {
      const range = character === "-" && !first && posix[at + 1] !== "]";
      source += range ? "-" : escapeInBracket(character);
      at += 1;
    }
  }
}

function escapeInBracket(text: string): string {
  return text.replace(/[\\\]^[-]/g, "\\$&");
}
