/**
 * A POSIX extended regular expression, unanchored, as one of this language, for texts of ASCII characters; undefined
 * if it is not valid. What POSIX leaves open is as in the GNU C library: a quantifier with nothing to repeat, a brace
 * that is no interval and a reference to a group that is not complete are errors, an unpaired `)` is a character, and
 * `\w \W \s \S \b \B \< \> \` \'` have their meanings. One thing differs: of alternatives that match, submatches come
 * from the first, not from the longest.
 */
export function posixRegExp(posix: string): RegExp | undefined {
  const source = new Translation(posix).translate();
  if (source === undefined) return undefined;
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/** An anchor cannot be repeated. */
interface Atom {
  readonly source: string;
  readonly repeatable: boolean;
}

const largestRepetition = 32767;

const anchors: Readonly<Record<string, string>> = {
  b: "\\b",
  B: "\\B",
  "<": "\\b(?=\\w)",
  ">": "\\b(?<=\\w)",
  "`": "^",
  "'": "$",
};

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

/** Reads an expression from left to right; every method gives undefined for what is not valid. */
class Translation {
  private readonly posix: string;
  private at = 0;
  private groups = 0;
  /** The groups that a reference may name here. */
  private complete: ReadonlySet<number> = new Set();

  constructor(posix: string) {
    this.posix = posix;
  }

  translate(): string | undefined {
    return this.alternatives(false);
  }

  /** Up to the end, or up to the parenthesis that closes a group. */
  private alternatives(nested: boolean): string | undefined {
    const before = this.complete;
    const complete = new Set<number>();
    let source = "";
    for (;;) {
      this.complete = before;
      const branch = this.branch(nested);
      if (branch === undefined) return undefined;
      source += branch;
      for (const group of this.complete) complete.add(group);
      if (this.posix[this.at] !== "|") break;
      source += "|";
      this.at += 1;
    }
    this.complete = complete;
    return source;
  }

  private branch(nested: boolean): string | undefined {
    let source = "";
    while (this.at < this.posix.length) {
      const next = this.posix[this.at];
      if (next === "|" || (nested && next === ")")) break;
      const atom = this.atom();
      const piece = atom === undefined ? undefined : this.repeated(atom);
      if (piece === undefined) return undefined;
      source += piece;
    }
    return source;
  }

  private atom(): Atom | undefined {
    const character = this.posix[this.at] ?? "";
    this.at += 1;
    if (character === "(") return this.group();
    if (character === "[") return this.bracket();
    if (character === "\\") return this.escaped();
    if (character === "^" || character === "$") return { source: character, repeatable: false };
    if (/[*+?{]/.test(character)) return undefined;
    return { source: /[)}\]/]/.test(character) ? `\\${character}` : character, repeatable: true };
  }

  private group(): Atom | undefined {
    this.groups += 1;
    const number = this.groups;
    const inner = this.alternatives(true);
    if (inner === undefined || this.posix[this.at] !== ")") return undefined;
    this.at += 1;
    this.complete = new Set([...this.complete, number]);
    return { source: `(${inner})`, repeatable: true };
  }

  private escaped(): Atom | undefined {
    const character = this.posix[this.at];
    if (character === undefined) return undefined;
    this.at += 1;
    const anchor = Object.hasOwn(anchors, character) ? anchors[character] : undefined;
    if (anchor !== undefined) return { source: anchor, repeatable: false };
    if (/[1-9]/.test(character)) {
      // In a group of its own, so that no digit that follows belongs to it.
      return this.complete.has(Number(character))
        ? { source: `(?:\\${character})`, repeatable: true }
        : undefined;
    }
    const plain = /[A-Za-z0-9]/.test(character) && !/[wWsS]/.test(character);
    return { source: plain ? character : `\\${character}`, repeatable: true };
  }

  /** An atom with the quantifiers that follow it; there may be several. */
  private repeated(atom: Atom): string | undefined {
    let source = atom.source;
    for (let count = 0; ; count += 1) {
      const quantifier = this.quantifier();
      if (quantifier === undefined) return undefined;
      if (quantifier === "") return source;
      if (!atom.repeatable) return undefined;
      source = `${count === 0 ? source : `(?:${source})`}${quantifier}`;
    }
  }

  /** Empty if none follows. */
  private quantifier(): string | undefined {
    const character = this.posix[this.at] ?? "";
    if (character !== "{") {
      if (!/^[*+?]$/.test(character)) return "";
      this.at += 1;
      return character;
    }
    const found = /^\{(\d*)(,?)(\d*)\}/.exec(this.posix.slice(this.at));
    if (found === null) return undefined;
    const [text, low = "", comma = "", high = ""] = found;
    if (low === "" && comma === "") return undefined;
    const most = comma === "" ? low : high;
    if (Number(low) > largestRepetition || Number(most) > largestRepetition) return undefined;
    if (most !== "" && Number(low) > Number(most)) return undefined;
    this.at += text.length;
    return `{${low === "" ? "0" : low}${comma}${high}}`;
  }

  private bracket(): Atom | undefined {
    const inverted = this.posix[this.at] === "^";
    if (inverted) this.at += 1;
    let source = "";
    for (let first = true; first || this.posix[this.at] !== "]"; first = false) {
      const member = this.bracketMember(first);
      if (member === undefined) return undefined;
      source += member;
    }
    this.at += 1;
    return { source: `[${inverted ? "^" : ""}${source}]`, repeatable: true };
  }

  /** A class, a character, or a range of characters. */
  private bracketMember(first: boolean): string | undefined {
    const hyphen = this.posix[this.at] === "-";
    const start = this.bracketItem();
    if (start === undefined) return undefined;
    // A hyphen that is neither first nor last means a range.
    if (hyphen && !first && this.posix[this.at] !== "]") return undefined;
    if (this.posix[this.at] !== "-" || this.posix[this.at + 1] === "]") return start.source;
    this.at += 1;
    const end = this.bracketItem();
    if (end === undefined || !start.bounds || !end.bounds || end.character < start.character)
      return undefined;
    return `${start.source}-${end.source}`;
  }

  private bracketItem(): BracketItem | undefined {
    const character = this.posix[this.at];
    if (character === undefined) return undefined;
    const kind = this.posix[this.at + 1] ?? "";
    if (character !== "[" || !/^[:.=]$/.test(kind)) {
      this.at += 1;
      return { source: escapeInBracket(character), character, bounds: true };
    }
    const end = this.posix.indexOf(`${kind}]`, this.at + 2);
    if (end < 0) return undefined;
    const name = this.posix.slice(this.at + 2, end);
    this.at = end + 2;
    if (kind === ":") {
      const members = Object.hasOwn(classes, name) ? classes[name] : undefined;
      return members === undefined ? undefined : { source: members, character: "", bounds: false };
    }
    return name.length === 1
      ? { source: escapeInBracket(name), character: name, bounds: kind === "." }
      : undefined;
  }
}

/** What may be the end of a range, or a set of characters. */
interface BracketItem {
  readonly source: string;
  readonly character: string;
  readonly bounds: boolean;
}

function escapeInBracket(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
}
