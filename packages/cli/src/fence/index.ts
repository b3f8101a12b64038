import type { XmlElement } from "@sanode/cib";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { createOutput, type Output, openOutput } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { asCommandError } from "../input/cluster-access.js";
import { loadCib } from "../input/load-cib.js";
import { listAgents, runAgent, showMetadata, validate } from "./agents.js";
import { confirm, fence, showHistory } from "./cluster.js";
import { showDevices } from "./devices.js";
import { type FenceArguments, readArguments } from "./options.js";
import { showPlan } from "./plan.js";
import type { Told } from "./told.js";

/** Carries out a task with the words that follow its name. */
type Task = (call: FenceArguments, words: readonly string[], output: Output) => Promise<Told>;

const TASKS: Readonly<Record<string, Task>> = {
  devices: async (call, _words, output) => showDevices(await cibOf(call, output), call),
  plan: async (call, words, output) => showPlan(await cibOf(call, output), call, words),
  "list-agents": listAgents,
  metadata: showMetadata,
  validate,
  run: runAgent,
  history: (call, words) => showHistory(call, words),
  confirm: (call, words) => confirm(call, words),
  off: (call, words) => fence("off", call, words),
  reboot: (call, words) => fence("reboot", call, words),
  on: (call, words) => fence("on", call, words),
};

/**
 * `sanode fence`. Returns the exit status.
 *
 * @param given where texts go, if not to standard output or where the arguments say
 */
export async function main(args: readonly string[], given?: Output): Promise<number> {
  let output = given ?? createOutput();
  try {
    const call = readArguments(args);
    if (given === undefined && call.outputTo !== undefined) output = openOutput(call.outputTo);
    return await run(call, output);
  } catch (error) {
    const known = asCommandError(error);
    if (known === undefined) throw error;
    output.error(`sanode fence: ${known.message}`);
    return known.status;
  } finally {
    output.flush();
  }
}

async function run(call: FenceArguments, output: Output): Promise<number> {
  if (call.help) {
    const { fenceHelp } = await import("./help.js");
    output.verbatim(fenceHelp());
    return ExitStatus.ok;
  }
  if (call.version) {
    output.verbatim(VERSION_TEXT);
    return ExitStatus.ok;
  }
  const [name = "", ...words] = call.words;
  const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
  if (task === undefined) {
    const known = Object.keys(TASKS).join(", ");
    const what = name === "" ? "What is to be done?" : `Unknown task ${name}`;
    throw new CommandError(ExitStatus.usage, `${what} (there are ${known}; try: sanode fence --help)`);
  }
  const told = await task(call, words, output);
  if (call.json) output.line(JSON.stringify(told.value, null, 2));
  else tellPeople(told, output);
  return told.status;
}

function tellPeople({ text, errors = "" }: Told, output: Output): void {
  output.verbatim(text);
  if (errors !== "") output.error(errors.replace(/\n$/, ""));
}

async function cibOf({ source }: FenceArguments, output: Output): Promise<XmlElement> {
  if (source === null)
    throw new CommandError(ExitStatus.error, "No input specified (try: sanode fence --help)");
  return loadCib(source, (text) => output.error(text));
}
