import { hostname } from "node:os";
import { element, type XmlElement } from "@sanode/cib";
import { type ChangeRequest, change, OperationError } from "@sanode/cib/operations";
import { posixRegExp } from "@sanode/pengine";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import { agentNode, ownNode } from "../input/own-node.js";
import { escapeControls } from "./escape-controls.js";
import { findNode } from "./node-id.js";
import type { AttributeArguments } from "./options.js";
import { type AttributePlace, openPlace } from "./place.js";
import { findMatches, type Match, needsNode, nested, type Selection, select } from "./selection.js";
import { changeTransient } from "./transient.js";

const NOT_UNIQUE = 109;
const NOT_FOUND = "Error performing operation: No such device or address";

/** One run of the command: where it works, what is there, and which part of it is meant. */
interface Session {
  readonly options: AttributeArguments;
  readonly place: AttributePlace;
  readonly selection: Selection;
  readonly output: Output;
  /** What has been done so far. */
  readonly changes: Done[];
  cib: XmlElement;
}

/** A value that has been set or removed, for programs. */
interface Done {
  readonly operation: "update" | "delete";
  /** Undefined for a value that is new. */
  readonly id: string | undefined;
  readonly name: string;
}

/**
 * Queries, sets or removes options and attributes. Returns the exit status.
 *
 * Rejects with a CommandError or a ControlError if it cannot be done.
 */
export async function run(options: AttributeArguments, output: Output): Promise<number> {
  const place = await openPlace(options);
  try {
    return await carryOut(openSession(options, place, output));
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const reason = error.reason === undefined ? "" : `\n  ${error.reason}`;
    throw new CommandError(error.exitStatus, `Error performing operation: ${error.text}${reason}`);
  } finally {
    place.close();
  }
}

function openSession(options: AttributeArguments, place: AttributePlace, output: Output): Session {
  const type = options.section ?? (options.node === undefined ? "crm_config" : "nodes");
  const node = needsNode(type) ? identify(place, options.node) : undefined;
  if (options.command !== "query" && options.name === undefined && options.pattern === undefined) {
    const problem = `Error: must specify attribute name or pattern to ${options.command}`;
    throw new CommandError(ExitStatus.usage, problem);
  }
  const selection = select(type, options.utilization, node);
  return { options, place, selection, output, changes: [], cib: place.cib };
}

async function carryOut(session: Session): Promise<number> {
  const { place, selection, options, output } = session;
  const { command, json } = options;
  if (command !== "update" && command !== "delete") return ask(session);
  if (place.cluster !== undefined && selection.type === "status" && selection.node !== undefined) {
    return changeTransient(place.cluster, selection.node.name, options, output);
  }
  const status = await forEachName(session, command === "update" ? update : remove);
  if (json) output.line(JSON.stringify({ scope: selection.type, changes: session.changes }, null, 2));
  return status;
}

/** The node that is meant; resource agents are told in their environment on which one they run. */
function identify(
  { cib, cluster }: AttributePlace,
  given: string | undefined,
): NonNullable<Selection["node"]> {
  const own = (): string => (cluster === undefined ? hostname() : ownNode(cib, hostname()));
  const name = agentNode(given, process.env) ?? given ?? own();
  const node = findNode(cib, name);
  if (node !== undefined) return { ...node, name: node.isRemote ? node.id : name };
  throw new CommandError(ExitStatus.notFound, `Could not map name=${name} to a UUID`);
}

/** Does something to the name that is given, or to each that a pattern finds. */
async function forEachName(
  session: Session,
  action: (session: Session, name: string) => Promise<number>,
): Promise<number> {
  const { name, pattern, command } = session.options;
  if (pattern === undefined) return action(session, name ?? "");
  const candidates = patternCandidates(session);
  if (candidates.length === 0 && command === "update") throw new CommandError(ExitStatus.notFound, NOT_FOUND);
  if (candidates.length === 1) {
    // The reference keeps silent about this.
    const advice = "A pattern changes nothing where there is one value only (use --name)";
    session.output.error(`sanode attribute: note: ${advice}`);
    return ExitStatus.ok;
  }
  for (const match of withNamesLike(candidates, pattern)) {
    const status = await action(session, match.name);
    if (status !== ExitStatus.ok) return status;
  }
  return ExitStatus.ok;
}

/** What a pattern is tried on; an id makes no difference here. */
function patternCandidates({ cib, selection, options: { setName } }: Session): readonly Match[] {
  return findMatches(cib, selection, { name: undefined, id: undefined, setName });
}

function withNamesLike(candidates: readonly Match[], pattern: string): readonly Match[] {
  const expression = posixRegExp(pattern);
  return expression === undefined ? [] : candidates.filter(({ name }) => expression.test(name));
}

function ask(session: Session): number {
  const { cib, selection, options, output } = session;
  const { name, pattern, id, setName, fallback } = options;
  const found =
    pattern === undefined ? findMatches(cib, selection, { name, id, setName }) : patternCandidates(session);
  let matches = found;
  if (found.length === 0 && fallback !== undefined) {
    matches = [{ id: id ?? "", name: name ?? pattern ?? "", value: fallback }];
  } else if (pattern !== undefined) matches = withNamesLike(found, pattern);
  if (options.json) {
    output.line(JSON.stringify({ scope: selection.type, attributes: matches }, null, 2));
  } else for (const match of matches) output.line(describe(match, session));
  // That a single value has another name than the pattern wants counts as success, in the reference's way.
  if (matches.length > 0 || found.length === 1) return ExitStatus.ok;
  throw new CommandError(ExitStatus.notFound, NOT_FOUND);
}

function describe({ name, value }: Match, { selection, options }: Session): string {
  if (options.quiet) return value;
  const id = options.id === undefined ? "" : `id=${options.id} `;
  return `scope=${selection.type} ${id}name=${name} value=${escapeControls(value)}`;
}

/** A value that is set only once is changed where it is; else a new one is made. */
async function update(session: Session, name: string): Promise<number> {
  const { cib, selection, options, output } = session;
  const { value = "", id, setName } = options;
  const matches = findMatches(cib, selection, { name, id, setName });
  const [match] = matches;
  if (matches.length > 1) {
    listMatches(matches, name, session);
    const problem = "Please choose from one of the matches below and supply the 'id' with --attr-id";
    throw new CommandError(NOT_UNIQUE, problem);
  }
  const input =
    match === undefined
      ? nested(selection, { name, id, setName }, value)
      : element("nvpair", { id: match.id, name, value });
  const canCreate = input.name !== "node_state";
  try {
    await apply(session, { operation: "modify", section: selection.section, input, canCreate });
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const set = setName ?? (match === undefined ? selection.blockId : "<null>");
    output.error(`Error setting ${name}=${value} (section=${selection.type}, set=${set}): ${error.text}`);
    throw error;
  }
  session.changes.push({ operation: "update", id: match?.id, name });
  return ExitStatus.ok;
}

async function remove(session: Session, name: string): Promise<number> {
  const { cib, selection, options, output } = session;
  const { id, setName } = options;
  let found = id;
  if (id === undefined) {
    const matches = findMatches(cib, selection, { name, id, setName });
    if (matches.length > 1) listMatches(matches, name, session);
    if (matches.length !== 1) return ExitStatus.ok;
    found = matches[0]?.id;
  }
  const input = element("nvpair", { ...(found === undefined ? {} : { id: found }), name });
  await apply(session, { operation: "delete", section: selection.section, input });
  session.changes.push({ operation: "delete", id: found, name });
  if (options.json) return ExitStatus.ok;
  const what = selection.node === undefined && !selection.type.endsWith("_defaults") ? "option" : "attribute";
  const set = setName === undefined ? "" : ` set=${setName}`;
  // An id that was given is not told again, in the reference's way.
  const shownId = id === undefined ? found : "(null)";
  output.line(`Deleted ${selection.type} ${what}: id=${shownId}${set} name=${name}`);
  return ExitStatus.ok;
}

function listMatches(matches: readonly Match[], name: string, { options, output }: Session): void {
  const tell = (text: string): void => (options.json ? output.error(text) : output.line(text));
  tell(`Multiple attributes match name=${name}`);
  for (const { id, value } of matches) tell(`  Value: ${value} \t(id=${id})`);
}

/** Rejects with an OperationError if the request is refused. */
async function apply(session: Session, request: ChangeRequest): Promise<void> {
  await session.place.change(request);
  session.cib = change(session.cib, request).document;
}
