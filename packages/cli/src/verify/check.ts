import {
  ElementIndex,
  firstElement,
  fromEpoch,
  isHeartbeat2,
  locateElements,
  SchemaError,
  type SchemaProblem,
  upgradeCib,
  validateCib,
  versionOfSchema,
  type XmlElement,
} from "@sanode/cib";
import { readConstraints, reviewConfiguration, scheduleState, unpack } from "@sanode/pengine";

/** Something wrong with a configuration. */
export interface Problem {
  /** Advice is what the reference does not tell; it changes no verdict. */
  readonly severity: "error" | "warning" | "advice";
  /** Who found it: the schema, the policy engine when it read the document, or the review of what it read. */
  readonly origin: "schema" | "engine" | "review";
  /** Stable, to be read by program. */
  readonly code: string;
  /** The element's id, or its name where it has none; null for the document as a whole. */
  readonly element: string | null;
  /** The element's place as an XPath, where it is known. */
  readonly place: string | null;
  readonly message: string;
  /** What to do about it, where the message does not say it. */
  readonly remedy: string | null;
}

/** What is to be said of a configuration. */
export interface Verdict {
  readonly outcome: "valid" | "questionable" | "invalid";
  readonly problems: readonly Problem[];
  /** What was changed to bring the document to the latest schema, and what was tolerated. */
  readonly notes: readonly string[];
  /** The document as it was checked in the end. */
  readonly cib: XmlElement;
}

/**
 * Checks a document: against the schema that it declares, and against everything that is noticed when it is scheduled.
 * Without a status only the configuration is read.
 *
 * @param now seconds since 1970
 */
export function checkCib(document: XmlElement, now: number): Verdict {
  const problems = schemaProblems(document);
  const hasStatus = firstElement(document, "status") !== undefined;
  try {
    const { cib, warnings } = upgradeCib(document, { heartbeat2: true });
    if (isHeartbeat2(document)) problems.push(tooOld());
    const notes = warnings.map(({ message }) => message);
    if (cib.attributes["validate-with"] === "none") problems.push(validationDisabled());
    problems.push(...findings(cib, hasStatus, now));
    return { outcome: outcomeOf(problems), problems, notes, cib };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const whole = documentProblem("error", error.code, error.message);
    return { outcome: "invalid", problems: [...problems, whole], notes: [], cib: document };
  }
}

function schemaProblems(document: XmlElement): Problem[] {
  const version = versionOfSchema(document.attributes["validate-with"]);
  return version === undefined ? [] : validateCib(document, version).map(schemaProblem);
}

function schemaProblem({ code, id, place, message }: SchemaProblem): Problem {
  return { severity: "error", origin: "schema", code, element: id ?? null, place, message, remedy: null };
}

function documentProblem(severity: Problem["severity"], code: string, message: string): Problem {
  return { severity, origin: "schema", code, element: null, place: null, message, remedy: null };
}

/** The verdict on a document from before Pacemaker 1.0 is Pacemaker's, though it can be converted and looked at. */
function tooOld(): Problem {
  const message =
    "Pacemaker refuses a document from before Pacemaker 1.0: bring it to the latest schema (sanode cib upgrade --force)";
  return documentProblem("error", "unknown-schema", message);
}

function validationDisabled(): Problem {
  const message =
    'validate-with="none" switches validation off, and later versions will not accept it: name a schema instead';
  return documentProblem("warning", "validation-disabled", message);
}

function findings(cib: XmlElement, hasStatus: boolean, now: number): Problem[] {
  const date = Number(cib.attributes["execution-date"] ?? Number.NaN);
  const state = unpack(cib, { now: fromEpoch(Number.isFinite(date) ? date : now) });
  if (!state.tooNew) {
    if (hasStatus) scheduleState(state);
    else readConstraints(state);
  }
  const warnings = state.warnings.map((warning) => ({ ...warning, origin: "engine" as const, remedy: null }));
  const advice = state.tooNew ? [] : reviewConfiguration(state);
  return placed(cib, [
    ...warnings,
    ...advice.map((piece) => ({ ...piece, severity: "advice" as const, origin: "review" as const })),
  ]);
}

/** Adds the places of the elements that are meant. */
function placed(cib: XmlElement, found: readonly Omit<Problem, "place">[]): Problem[] {
  const index = new ElementIndex(cib);
  const withElements = found.map((problem) => ({
    problem,
    at: problem.element === null ? undefined : index.findAny(problem.element),
  }));
  const wanted = new Set(withElements.flatMap(({ at }) => (at === undefined ? [] : [at])));
  const places = locateElements(cib, wanted);
  return withElements.map(({ problem, at }) => ({
    ...problem,
    place: (at === undefined ? undefined : places.get(at)?.path) ?? null,
  }));
}

function outcomeOf(problems: readonly Problem[]): Verdict["outcome"] {
  if (problems.some(({ severity }) => severity === "error")) return "invalid";
  return problems.some(({ severity }) => severity === "warning") ? "questionable" : "valid";
}
