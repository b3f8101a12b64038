import { expect, it } from "vitest";
import { splitArguments } from "./case-list.js";

it.each([
  ["", []],
  ["-t 2005-020", ["-t", "2005-020"]],
  ["  -t   '2014-05-07 00:28:00'  ", ["-t", "2014-05-07 00:28:00"]],
  ['-t "a \\" b"', ["-t", 'a " b']],
  ["a\\ b c", ["a b", "c"]],
  ["--x='1'\"2\"3", ["--x=123"]],
  ["'' x", ["", "x"]],
  ["it's", ["it's"]],
])("%j is split like a shell would", (text, words) => {
  expect(splitArguments(text)).toEqual(words);
});
