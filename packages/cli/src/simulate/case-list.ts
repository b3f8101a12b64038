import { readFileSync } from "node:fs";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { xmlFiles } from "./profile.js";

/** One case of a batch. */
export interface BatchCase {
  /** The name of the file, without `.xml`. */
  readonly name: string;
  /** Extra arguments of both runs. */
  readonly args: readonly string[];
}

/**
 * The cases of a list of lines `NAME`, or `NAME<tab>ARGUMENTS`; without a list all XML files of the directory.
 *
 * @throws CommandError if list or directory cannot be read
 */
export function readCaseList(directory: string, list: string | undefined): BatchCase[] {
  if (list === undefined) {
    return xmlFiles(directory).map((file) => ({ name: file.slice(0, -".xml".length), args: [] }));
  }
  let text: string;
  try {
    text = readFileSync(list, "utf8");
  } catch {
    throw new CommandError(ExitStatus.notFound, `Could not read '${list}'`);
  }
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [name = "", ...rest] = line.split("\t");
      return { name: name.trim(), args: splitArguments(rest.join("\t")) };
    });
}

/**
 * Splits a text into arguments as a shell would: at blanks, but for those in single or double quotes or behind a backslash.
 */
export function splitArguments(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (const [part, blanks, single, double, escaped] of text.matchAll(
    /(\s+)|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|[^\s'"\\]+|./gsu,
  )) {
    if (blanks !== undefined) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + (single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? escaped ?? part);
  }
  if (word !== null) words.push(word);
  return words;
}
