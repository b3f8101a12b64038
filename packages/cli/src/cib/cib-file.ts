import {
  chownSync,
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import {
  element,
  firstElement,
  isHeartbeat2,
  parseXml,
  type SchemaProblem,
  validateCib,
  versionOfSchema,
  type XmlElement,
  XmlError,
} from "@sanode/cib";
import { withoutText } from "@sanode/cib/operations";
import { activeShadowFile } from "@sanode/store/shadow";
import { CommandError, ExitStatus, statusOfSystemError } from "../command/exit-status.js";
import { documentText, systemErrorText } from "../command/files.js";
import { prepareCib } from "../input/load-cib.js";

/** What a tool calls that to which it connects: they differ. */
export type Api = "CIB" | "CIB API";

/**
 * The CIB that a command works on: the given one, else the active shadow document, else the one that the environment
 * variable `CIB_file` names.
 *
 * @throws CommandError if there is none
 */
export function cibPath(given: string | undefined, api: Api = "CIB API"): string {
  const path = given ?? activeShadowFile(process.env) ?? process.env.CIB_file ?? "";
  if (path !== "") return path;
  const advice = "name a file in the environment variable CIB_file, or use --file";
  throw notConnected(ExitStatus.notConnected, api, `Transport endpoint is not connected (${advice})`);
}

/**
 * Reads a CIB from a file, with a status if it has none.
 *
 * @throws CommandError if it cannot be read, or does not satisfy its own schema
 */
export function readCib(path: string, api: Api = "CIB API"): XmlElement {
  const cib = withStatus(parse(readBytes(path, api), api));
  checkSchema(cib, api);
  return cib;
}

/**
 * Reads a CIB as {@link readCib} does, or one from before Pacemaker 1.0, brought to the latest schema.
 *
 * @param tell told what was changed, line by line
 * @throws CommandError if it cannot be read, or does not satisfy its own schema
 */
export function readOldCib(path: string, tell: (text: string) => void): XmlElement {
  const document = parse(readBytes(path, "CIB API"), "CIB API");
  return isHeartbeat2(document) ? prepareCib(document, tell) : readCib(path);
}

/** The document with an empty status, if it has none. */
export function withStatus(cib: XmlElement): XmlElement {
  if (firstElement(cib, "status") !== undefined) return cib;
  return element(cib.name, cib.attributes, [...cib.children, element("status")]);
}

function readBytes(path: string, api: Api): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw notConnected(ExitStatus.notFound, api, `No such device or address (${path} cannot be read)`);
  }
}

function parse(bytes: Uint8Array, api: Api): XmlElement {
  try {
    return withoutText(parseXml(bytes));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw nonconforming(api, ` (${error.message})`);
  }
}

/**
 * Makes sure that a changed CIB may be written, as a running cluster does.
 *
 * @throws CommandError naming what the schema does not allow
 */
export function requireValid(cib: XmlElement): void {
  const version = versionOfSchema(cib.attributes["validate-with"]);
  if (version === undefined) return;
  const problems = validateCib(cib, version);
  if (problems.length === 0) return;
  const message = ["Update does not conform to the configured schema", ...problems.map(describe)].join(
    "\n  ",
  );
  throw new CommandError(ExitStatus.badConfiguration, message);
}

function checkSchema(cib: XmlElement, api: Api): void {
  const schema = cib.attributes["validate-with"];
  if (schema === "none" && cib.name === "cib") return;
  const version = versionOfSchema(schema);
  if (version === undefined) {
    throw nonconforming(api, " (validate-with names no known schema: edit the file to name one)");
  }
  const problems = validateCib(cib, version);
  if (problems.length > 0) throw nonconforming(api, ["", ...problems.map(describe)].join("\n  "));
}

function nonconforming(api: Api, details: string): CommandError {
  const problem = `Update does not conform to the configured schema${details}`;
  return notConnected(ExitStatus.badConfiguration, api, problem);
}

function notConnected(status: number, api: Api, problem: string): CommandError {
  return new CommandError(status, `Could not connect to the ${api}: ${problem}`);
}

function describe({ place, message }: SchemaProblem): string {
  return `${place}: ${message}`;
}

/**
 * Writes a CIB to its file: beside it first, and then in its place, so that at any time there is either the old one or
 * the new one as a whole, even if the power fails. The file's mode and owner stay.
 *
 * @throws CommandError if that is not possible, or the file is one that a cluster manager keeps with its digest
 */
export function writeCib(path: string, cib: XmlElement): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  if (existsSync(`${target}.sig`)) {
    throw new CommandError(
      ExitStatus.noPrivilege,
      `${path} belongs to a cluster manager, as ${path}.sig tells, which would refuse a file that others have written; ` +
        "change a copy",
    );
  }
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const { mode, uid, gid } = statSync(target);
    writeDurably(temporary, documentText(cib), mode & 0o7777);
    if (process.getuid?.() === 0) chownSync(temporary, uid, gid);
    renameSync(temporary, target);
    syncDirectory(dirname(target));
  } catch (error) {
    rmSync(temporary, { force: true });
    const code =
      error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "EIO";
    throw new CommandError(statusOfSystemError(code), `Could not write ${path}: ${systemErrorText(code)}`);
  }
}

function writeDurably(path: string, text: string, mode: number): void {
  const file = openSync(path, "wx", mode);
  try {
    writeFileSync(file, text);
    // The mode that a file is made with is subject to the process's mask.
    fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
