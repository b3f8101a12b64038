import { CibError } from "../errors/cib.js";
import { CibJsonError } from "../errors/cib-json.js";
import { type CibView, checkCib } from "../view/cib.js";
import { writeCib } from "../view/write/cib.js";
import { CIB } from "./cib.js";
import { describeIssues } from "./problems.js";
import { DEFAULT_JSON_LIMITS, findUnsafe, type JsonLimits } from "./scan.js";

/**
 * Reads the JSON form of a CIB from text.
 *
 * @throws CibJsonError if the text is too long, is no JSON, or does not have the form
 * @throws CibError if it has the form, but means something impossible: an unknown id, a level without a target, …
 */
export function parseJson(text: string, limits: JsonLimits = DEFAULT_JSON_LIMITS): CibView {
  if (text.length > limits.length) {
    throw refused("too-large", `the text has more than ${limits.length} characters`, "give a smaller one");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refused("syntax", `the text is no JSON: ${reason}`, "correct it");
  }
  return readJson(value, limits);
}

/**
 * Reads the JSON form of a CIB from a value that `JSON.parse` made, or one like it.
 *
 * @throws CibJsonError if it does not have the form
 * @throws CibError if it has the form, but means something impossible
 */
export function readJson(value: unknown, limits: JsonLimits = DEFAULT_JSON_LIMITS): CibView {
  const unsafe = findUnsafe(value, limits.depth);
  if (unsafe !== undefined) throw new CibJsonError("unsafe", [unsafe]);
  const result = CIB.safeParse(value);
  if (!result.success) throw new CibJsonError("invalid", describeIssues(value, result.error.issues));
  const reading = checkCib(writeCib(result.data));
  if (!reading.valid) throw new CibError(reading.problems);
  return reading.cib;
}

function refused(code: "too-large" | "syntax", problem: string, advice: string): CibJsonError {
  return new CibJsonError(code, [{ place: "", id: undefined, problem, advice }]);
}
