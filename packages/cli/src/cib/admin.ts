import {
  digestOnDisk,
  digestVersioned,
  formatXml,
  fromEpoch,
  parseXml,
  type XmlElement,
  XmlError,
} from "@sanode/cib";
import { AclError, type AclUser, isAclEnabled, readablePart } from "@sanode/cib/acl";
import {
  type ChangeRequest,
  type CibVersion,
  change,
  emptyCib,
  OperationError,
  PatchsetError,
  query,
  queryPaths,
  readVersion,
  type Scope,
  SECTIONS,
  withoutText,
  XPathError,
} from "@sanode/cib/operations";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import { readClock } from "../input/clock.js";
import { groupsOf } from "../input/groups.js";
import { readSource } from "../input/source.js";
import { cibPath, readCib, readOldCib, withStatus, writeCib } from "./cib-file.js";
import type { CibArguments, Command, Input } from "./options.js";

const DANGEROUS: ReadonlySet<Command> = new Set(["erase", "upgrade", "delete-all"]);
const NEEDS_INPUT: ReadonlySet<Command> = new Set([
  "create",
  "modify",
  "patch",
  "replace",
  "md5-sum",
  "md5-sum-versioned",
]);
const NEEDS_FORCE = 107;

/** Why a command could not be done. */
export interface Failure {
  readonly status: number;
  /** Stable, to be read by program. */
  readonly code: string;
  /** In the reference's words. */
  readonly message: string;
  /** What exactly is wrong, where more can be told. */
  readonly reason: string | null;
}

/** What a command gives. */
export interface Result {
  readonly status: number;
  /** What is printed, with its last newline; empty for a change. */
  readonly text: string;
  /** Why it could not be done. */
  readonly error: Failure | null;
  /** The CIB's version afterwards; null where no CIB is used. */
  readonly version: CibVersion | null;
}

/**
 * Does what the arguments ask for.
 *
 * @throws CommandError for wrong usage, unreadable input, or a CIB that cannot be read or written
 */
export async function administer(options: CibArguments, output: Output): Promise<Result> {
  const { command, section } = options;
  if (section !== undefined && !NAMEABLE.has(section)) {
    output.error(`Invalid value '${section}' for '--scope'. Operation will apply to the entire CIB`);
  }
  checkUsage(options);
  const input =
    options.input === undefined || !usesInput(command) ? undefined : await readInput(options.input);
  if (command === "empty") return success(formatXml(emptyCib(options.schema)), null);
  if (command === "md5-sum" || command === "md5-sum-versioned") return digest(command, input);
  const path = cibPath(options.file);
  const cib = command === "upgrade" ? readOldCib(path, (text) => output.error(text)) : readCib(path);
  try {
    const user = subject(options.user, cib);
    if (command === "query") return success(ask(readable(cib, user), options), readVersion(cib));
    const { document } = change(cib, requestFor(command, input, options), user === null ? {} : { user });
    writeCib(path, document);
    return success("", readVersion(document));
  } catch (error) {
    return refusal(error, cib);
  }
}

/** Whose permissions count; null where access control is not in force, or nobody is named. */
function subject(name: string | undefined, cib: XmlElement): AclUser | null {
  if (name === undefined || !isAclEnabled(cib, fromEpoch(readClock().now))) return null;
  return { name, groups: groupsOf(name) };
}

function readable(cib: XmlElement, user: AclUser | null): XmlElement {
  const part = user === null ? cib : readablePart(cib, user);
  if (part === undefined) throw new AclError(user?.name ?? "", "", `${user?.name} may not read anything`);
  return part;
}

/** The names that the option takes for sections; `cib` and `all` are told to be none and work all the same. */
const NAMEABLE: ReadonlySet<string> = new Set(SECTIONS.filter((name) => name !== "cib" && name !== "all"));

function checkUsage({ command, force, input, xpath }: CibArguments): void {
  if (DANGEROUS.has(command) && !force) {
    throw new CommandError(
      NEEDS_FORCE,
      "The supplied command is considered dangerous. To prevent accidental destruction of the cluster, the --force " +
        "flag is required in order to proceed.",
    );
  }
  const need = "input via --xml-file, --xml-text, or --xml-pipe";
  if (input === undefined && NEEDS_INPUT.has(command)) {
    throw new CommandError(ExitStatus.usage, `The supplied command requires ${need}`);
  }
  if (input === undefined && xpath === undefined && (command === "delete" || command === "delete-all")) {
    throw new CommandError(ExitStatus.usage, `The supplied command requires either --xpath or ${need}`);
  }
}

function usesInput(command: Command): boolean {
  return NEEDS_INPUT.has(command) || command === "delete" || command === "delete-all";
}

async function readInput(input: Input): Promise<XmlElement> {
  const name = input.kind === "file" ? input.path : input.kind === "text" ? "input string" : "stdin";
  const problem = `Couldn't parse input from ${name}`;
  const bytes = await readSource(input);
  if (bytes === null) throw new CommandError(ExitStatus.badInput, problem);
  try {
    return withoutText(parseXml(bytes));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new CommandError(ExitStatus.badInput, `${problem} (${error.message})`);
  }
}

function success(text: string, version: CibVersion | null): Result {
  return { status: ExitStatus.ok, text, error: null, version };
}

/** What cannot be done leaves the file as it is. */
function refusal(error: unknown, cib: XmlElement): Result {
  const failure = describe(error);
  if (failure === null) throw error;
  const text = error instanceof OperationError && error.answer !== undefined ? formatXml(error.answer) : "";
  return { status: failure.status, text, error: failure, version: readVersion(cib) };
}

function describe(error: unknown): Failure | null {
  if (error instanceof OperationError) {
    return { status: error.exitStatus, code: error.code, message: error.text, reason: error.reason ?? null };
  }
  if (error instanceof AclError) {
    return {
      status: error.exitStatus,
      code: error.code,
      message: "Permission denied",
      reason: error.message,
    };
  }
  if (error instanceof PatchsetError) {
    return { status: error.exitStatus, code: error.code, message: error.summary, reason: error.message };
  }
  if (error instanceof XPathError) {
    return { status: ExitStatus.usage, code: error.code, message: "Invalid XPath", reason: error.message };
  }
  return null;
}

function digest(command: "md5-sum" | "md5-sum-versioned", input: XmlElement | undefined): Result {
  if (input === undefined) throw new CommandError(ExitStatus.badInput, "No input specified");
  const text = command === "md5-sum" ? digestOnDisk(input) : digestVersioned(input);
  return success(`${text}\n`, null);
}

function ask(cib: XmlElement, { section, xpath, noChildren, nodePath }: CibArguments): string {
  if (nodePath && xpath !== undefined) return `${queryPaths(cib, xpath).join("\n")}\n`;
  return formatXml(query(cib, { ...scope(section, xpath), noChildren }));
}

function scope(section: string | undefined, xpath: string | undefined): Scope {
  return { ...(section === undefined ? {} : { section }), ...(xpath === undefined ? {} : { xpath }) };
}

function requestFor(
  command: Exclude<Command, "query" | "empty" | "md5-sum" | "md5-sum-versioned">,
  input: XmlElement | undefined,
  { section, xpath, allowCreate }: CibArguments,
): ChangeRequest {
  const about = scope(section, xpath);
  switch (command) {
    case "erase":
    case "bump":
    case "upgrade":
      return { operation: command };
    case "delete":
    case "delete-all": {
      const multiple = command === "delete-all";
      return { operation: "delete", ...about, ...(input === undefined ? {} : { input }), multiple };
    }
  }
  if (input === undefined) throw new CommandError(ExitStatus.badInput, "No input specified");
  switch (command) {
    case "create":
      return { operation: command, ...about, input };
    case "replace":
      return { operation: command, ...about, input: input.name === "cib" ? withStatus(input) : input };
    case "modify":
      return { operation: command, ...about, input, canCreate: allowCreate };
    case "patch":
      return { operation: command, patchset: input };
  }
}
