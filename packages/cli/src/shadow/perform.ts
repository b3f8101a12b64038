import { formatXml } from "@sanode/cib";
import { emptyCib, OperationError } from "@sanode/cib/operations";
import { createPatchset, describePatchset, type Patchset } from "@sanode/cib/patchset";
import { activeShadow, commitShadow, ShadowError, Shadows, shadowDirectory } from "@sanode/store/shadow";
import { CommandError, ExitStatus, statusOfSystemError } from "../command/exit-status.js";
import { systemErrorText } from "../command/files.js";
import { readClusterDocument } from "./cluster.js";
import { edit } from "./editor.js";
import type { ShadowArguments, Task } from "./options.js";

/** What came of a task. */
export interface Result {
  readonly status: number;
  /** The shadow document that it was about; null for none. */
  readonly shadow: string | null;
  readonly file: string | null;
  /** What is printed, with its last newline. */
  readonly text: string;
  /** The shadow document that is to be used from now on, and what to tell of it. */
  readonly use: { readonly name: string; readonly instruction: string } | null;
  /** The names of all shadow documents, if they were asked for. */
  readonly names: readonly string[] | null;
  /** The differences, if they were asked for and there are any. */
  readonly patchset: Patchset | null;
}

const NOT_SAFE = "the --force flag is required in order to proceed.";
const CREATED =
  "A new shadow instance was created. To begin using it, enter the following into your shell:\n\texport CIB_shadow=";
const SWITCH =
  "To switch to the named shadow instance, enter the following into your shell:\n\texport CIB_shadow=";
const FORGET =
  "Remember to unset the CIB_shadow variable by entering the following into your shell:\n\tunset CIB_shadow\n";

/**
 * Does what is asked for.
 *
 * @throws CommandError if that is not possible
 */
export async function perform(task: Task, options: ShadowArguments): Promise<Result> {
  const shadows = new Shadows(shadowDirectory(process.env));
  switch (task.kind) {
    case "list":
      return listAll(shadows);
    case "which":
    case "file":
    case "display":
    case "diff":
    case "edit":
      return performOnActive(task.kind, shadows);
    case "create":
    case "create-empty":
      return create(task.name, task.kind, shadows, options);
    case "reset":
      requireForce(
        options,
        "The reset command overwrites the active shadow configuration",
        "the shadow file",
      );
      return create(task.name, "create", shadows, options);
    case "switch":
      await access(shadows, task.name, () => shadows.access(task.name));
      return result(shadows, task.name, { use: { name: task.name, instruction: `${SWITCH}${task.name}\n` } });
    case "commit":
      requireForce(options, "The commit command overwrites the active cluster configuration", "the cluster");
      return commit(task.name, shadows, options);
    case "delete":
      requireForce(options, "The delete command removes the specified shadow file", "the shadow file");
      return remove(task.name, shadows);
  }
}

function result(shadows: Shadows, name: string, more: Partial<Result> = {}): Result {
  const file = shadows.file(name);
  return {
    status: ExitStatus.ok,
    shadow: name,
    file,
    text: "",
    use: null,
    names: null,
    patchset: null,
    ...more,
  };
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

async function listAll(shadows: Shadows): Promise<Result> {
  const names = await shadows.list();
  const text = lines(names);
  return { status: ExitStatus.ok, shadow: null, file: null, text, use: null, names, patchset: null };
}

async function performOnActive(
  kind: "which" | "file" | "display" | "diff" | "edit",
  shadows: Shadows,
): Promise<Result> {
  const name = activeShadow(process.env);
  if (name === undefined) {
    throw new CommandError(ExitStatus.notFound, "No active shadow configuration defined");
  }
  switch (kind) {
    case "which":
      return result(shadows, name, { text: `${name}\n` });
    case "file":
      return result(shadows, name, { text: `${shadows.file(name)}\n` });
    case "display":
      return result(shadows, name, {
        text: formatXml(await access(shadows, name, () => shadows.read(name))),
      });
    case "diff":
      return diff(name, shadows);
    case "edit":
      await access(shadows, name, () => shadows.access(name));
      return result(shadows, name, { status: edit(shadows.file(name)) });
  }
}

async function diff(name: string, shadows: Shadows): Promise<Result> {
  await access(shadows, name, () => shadows.access(name));
  const { document } = readClusterDocument();
  const patchset = createPatchset(document, await access(shadows, name, () => shadows.read(name)));
  if (patchset === null) return result(shadows, name);
  return result(shadows, name, {
    status: ExitStatus.error,
    text: lines(describePatchset(patchset)),
    patchset,
  });
}

async function create(
  name: string,
  kind: "create" | "create-empty",
  shadows: Shadows,
  { force, schema }: ShadowArguments,
): Promise<Result> {
  const isEmpty = kind === "create-empty";
  if (!force && (await exists(shadows, name))) throw alreadyThere(name);
  const document = isEmpty ? emptyCib(schema, 0) : readClusterDocument().document;
  if (process.env.CIB_shadow_dir === undefined) await shadows.makeDirectory();
  try {
    await shadows.write(name, document, { replace: force });
  } catch (error) {
    if (!(error instanceof ShadowError)) throw error;
    if (error.code === "exists") throw alreadyThere(name);
    throw failure(`Could not create the shadow instance '${name}'`, error);
  }
  const text = isEmpty ? `Created new ${document.attributes["validate-with"]} configuration\n` : "";
  return result(shadows, name, { text, use: { name, instruction: `${CREATED}${name}\n` } });
}

async function exists(shadows: Shadows, name: string): Promise<boolean> {
  try {
    await shadows.access(name);
    return true;
  } catch (error) {
    if (error instanceof ShadowError && error.code === "missing") return false;
    throw error;
  }
}

async function commit(name: string, shadows: Shadows, { all }: ShadowArguments): Promise<Result> {
  await access(shadows, name, () => shadows.access(name));
  const cluster = readClusterDocument();
  const shadow = await access(shadows, name, () => shadows.read(name));
  try {
    const { document, isChanged } = commitShadow(cluster.document, shadow, { whole: all });
    if (isChanged) cluster.write(document);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const reason = error.reason === undefined ? "" : ` (${error.reason})`;
    const problem = `Could not commit shadow instance '${name}' to the CIB: ${error.text}${reason}`;
    throw new CommandError(error.exitStatus, problem);
  }
  return result(shadows, name);
}

async function remove(name: string, shadows: Shadows): Promise<Result> {
  try {
    await shadows.delete(name);
  } catch (error) {
    if (!(error instanceof ShadowError)) throw error;
    throw failure(`Could not remove shadow instance '${name}'`, error);
  }
  return result(shadows, name, { text: activeShadow(process.env) === name ? FORGET : "" });
}

function requireForce({ force }: ShadowArguments, does: string, what: string): void {
  if (force) return;
  throw new CommandError(
    ExitStatus.usage,
    `${does}.\nTo prevent accidental destruction of ${what}, ${NOT_SAFE}`,
  );
}

function alreadyThere(name: string): CommandError {
  const problem = `A shadow instance '${name}' already exists.`;
  const status = ExitStatus.cannotCreate;
  return new CommandError(
    status,
    `${problem}\nTo prevent accidental destruction of the shadow file, ${NOT_SAFE}`,
  );
}

/** Does something for which a shadow document must be there. */
async function access<Value>(shadows: Shadows, name: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ShadowError)) throw error;
    if (error.code !== "not-xml") throw failure(`Could not access shadow instance '${name}'`, error);
    throw new CommandError(
      ExitStatus.noInput,
      `Could not parse XML from input file '${shadows.file(name)}' (${error.message})`,
    );
  }
}

function failure(problem: string, error: ShadowError): CommandError {
  if (error.code === "missing") {
    return new CommandError(ExitStatus.notFound, `${problem}: No such file or directory`);
  }
  const cause = error.cause instanceof Error && "code" in error.cause ? String(error.cause.code) : "";
  return new CommandError(statusOfSystemError(cause), `${problem}: ${systemErrorText(cause)}`);
}
