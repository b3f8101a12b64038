import { execFileSync, spawnSync } from "node:child_process";
import { posixRegExp } from "@sanode/pengine";
import fc from "fast-check";
import { expect, test } from "vitest";

// The shell's =~ asks the C library, as Pacemaker does.
const version = spawnSync("ldd", ["--version"], { encoding: "utf8" });
const hasReference =
  /GNU|GLIBC/.test(version.stdout ?? "") && spawnSync("bash", ["--norc", "-c", "true"]).status === 0;

const parts = [
  ..."abx1-._^$()[]{}|*+?",
  ...["(a)", "(b|x)", "()", "(|a)", "web", "{2}", "{1,2}", "{,2}", "{2,}", "{2,1}", "{x}", "{40000}"],
  ...["[ab]", "[^a]", "[a-x]", "[]a]", "[^]a]", "[a-]", "[%--]", "[a-b-c]", "[z-a]", "[a\\]", "[\\d]"],
  ...[
    "[[:digit:]]",
    "[[:alpha:]_]",
    "[[:foo:]]",
    "[[:alpha:]-z]",
    "[[.a.]]",
    "[[.-.]]",
    "[[=a=]]",
    "[a-[.x.]]",
  ],
  ...[..."wWsSbB<>`'dn.(){}|*\\129"].map((character) => `\\${character}`),
  "\\",
];

const ids = [
  "",
  "a",
  "b",
  "x",
  "ab",
  "web1",
  "web-a",
  "aab",
  "bb",
  "1",
  "a.b",
  "x_1",
  "abab",
  "d",
  "(a)",
  "a{2}",
  "\\",
  "]",
  "dw",
];

/** For every pattern and id `Y` or `N`; `E` for a pattern that is not valid. */
const script = `
  while IFS= read -r pattern; do
    answer=
    for id in "$@"; do
      [[ $id =~ $pattern ]] 2>/dev/null
      case $? in 0) answer+=Y ;; 1) answer+=N ;; *) answer=E; break ;; esac
    done
    printf '%s\\n' "$answer"
  done`;

function answersOfLibrary(patterns: readonly string[]): string[] {
  const options = {
    input: patterns.map((pattern) => `${pattern}\n`).join(""),
    encoding: "utf8",
    env: { LC_ALL: "C" },
  } as const;
  return execFileSync("bash", ["--norc", "-c", script, "bash", ...ids], options)
    .trimEnd()
    .split("\n");
}

function answerOfOurs(pattern: string): string {
  const expression = posixRegExp(pattern);
  return expression === undefined ? "E" : ids.map((id) => (expression.test(id) ? "Y" : "N")).join("");
}

test.skipIf(!hasReference)("patterns match what the C library's extended regular expressions match", () => {
  const pattern = fc
    .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 })
    .map((found) => found.join(""));
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 200, maxLength: 200 }), (patterns) => {
      expect(patterns.map((text) => [text, answerOfOurs(text)])).toEqual(
        answersOfLibrary(patterns).map((answer, at) => [patterns[at], answer]),
      );
    }),
    { numRuns: 10 },
  );
});
