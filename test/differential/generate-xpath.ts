import type { Random } from "./random.js";

/** Names and texts that a document has, for expressions that find something. */
export interface Vocabulary {
  readonly elements: readonly [string, ...string[]];
  readonly attributes: readonly [string, ...string[]];
  readonly values: readonly [string, ...string[]];
}

const AXES = [
  "ancestor",
  "ancestor-or-self",
  "child",
  "descendant",
  "descendant-or-self",
  "following",
  "following-sibling",
  "parent",
  "preceding",
  "preceding-sibling",
  "self",
] as const;

/** A path as administrators write them, now and then a wild one. */
export function generatePath(random: Random, words: Vocabulary, depth = 0): string {
  const start =
    depth === 0
      ? random.pick(["//", "//", "//", "/cib//", "/", ""])
      : random.pick(["", "", ".//", "//", "../"]);
  const steps = Array.from({ length: random.integer(1, 3) }, () => step(random, words, depth));
  const end = random.chance(0.25) ? `/@${random.chance(0.8) ? random.pick(words.attributes) : "*"}` : "";
  return start + steps.join(random.pick(["/", "/", "//"])) + end;
}

function step(random: Random, words: Vocabulary, depth: number): string {
  if (random.chance(0.08)) return random.pick([".", ".."]);
  const axis = random.chance(0.25) ? `${random.pick(AXES)}::` : "";
  const test = random.chance(0.6)
    ? random.pick(words.elements)
    : random.pick(["*", "*", "node()", "comment()", "text()", "processing-instruction()"]);
  const predicates = Array.from(
    { length: random.pick([0, 0, 1, 1, 2]) },
    () => `[${predicate(random, words, depth)}]`,
  );
  return axis + test + predicates.join("");
}

function predicate(random: Random, words: Vocabulary, depth: number): string {
  if (random.chance(0.4)) return `@${random.pick(words.attributes)}=${text(random, words)}`;
  return generateExpression(random, words, depth + 1);
}

function text(random: Random, words: Vocabulary): string {
  return `'${random.pick(words.values)}'`;
}

/** Any expression. */
export function generateExpression(random: Random, words: Vocabulary, depth = 0): string {
  const more = (): string => (depth > 2 ? leaf(random, words) : generateExpression(random, words, depth + 1));
  switch (random.integer(0, 8)) {
    case 0:
      return `${more()} ${random.pick(["and", "or", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"])} ${more()}`;
    case 1:
      return `(${more()})${random.chance(0.2) ? `[${more()}]` : ""}`;
    case 2:
      return call(random, words, more);
    case 3:
      return `-${more()}`;
    case 4:
      return `${generatePath(random, words, depth)} | ${generatePath(random, words, depth)}`;
    case 5:
      return leaf(random, words);
    default:
      return generatePath(random, words, depth);
  }
}

function leaf(random: Random, words: Vocabulary): string {
  return random.pick<() => string>([
    () => text(random, words),
    () => String(random.integer(0, 4)),
    () => `${random.integer(0, 99)}.${random.integer(0, 99)}`,
    () => "position()",
    () => "last()",
    () => `@${random.pick(words.attributes)}`,
    () => ".",
    () => "1e11",
  ])();
}

function call(random: Random, words: Vocabulary, more: () => string): string {
  const name = random.pick<readonly [string, number]>([
    ["count", 1],
    ["name", 1],
    ["local-name", 0],
    ["string", 1],
    ["concat", 2],
    ["starts-with", 2],
    ["contains", 2],
    ["substring-before", 2],
    ["substring-after", 2],
    ["substring", 3],
    ["substring", 2],
    ["string-length", 1],
    ["normalize-space", 1],
    ["translate", 3],
    ["boolean", 1],
    ["not", 1],
    ["true", 0],
    ["false", 0],
    ["number", 1],
    ["sum", 1],
    ["floor", 1],
    ["ceiling", 1],
    ["round", 1],
    ["id", 1],
    ["nonsense", 1],
  ]);
  const [what, count] = name;
  const parameters = Array.from({ length: count }, () =>
    what === "count" || what === "sum" ? generatePath(random, words, 1) : more(),
  );
  return `${what}(${parameters.join(", ")})`;
}
