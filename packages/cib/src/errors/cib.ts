/** One thing in a CIB that its schema does not allow. */
export interface CibProblem {
  /**
   * Where, in XPath's manner: `/cib/configuration/resources/primitive[@id='web']/@class`. The path selects exactly the
   * element or attribute, or the element that lacks it.
   */
  readonly place: string;
  /** The id of the nearest element that has one, itself or an ancestor; undefined if none has. */
  readonly id: string | undefined;
  /** What is wrong. */
  readonly problem: string;
  /** What to do about it. */
  readonly advice: string;
}

/** As many problems as an error's message shows; all are in {@link CibError.problems}. */
const SHOWN = 10;

/** A document that is well-formed XML but no valid CIB. */
export class CibError extends Error {
  override readonly name = "CibError";
  /** Everything that was found, not just the first. */
  readonly problems: readonly CibProblem[];

  constructor(problems: readonly CibProblem[]) {
    super(describeProblems(problems));
    this.problems = problems;
  }
}

/** One line for each problem, of which the first few are shown. */
export function describeProblems(problems: readonly CibProblem[]): string {
  const lines = problems
    .slice(0, SHOWN)
    .map(({ place, problem, advice }) => `${place}: ${problem} (${advice})`);
  if (problems.length > SHOWN) lines.push(`and ${problems.length - SHOWN} more`);
  return lines.join("\n");
}
