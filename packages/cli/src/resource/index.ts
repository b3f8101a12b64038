import { parseInterval, type XmlElement } from "@sanode/cib";
import { deleteResource, setValue } from "@sanode/controller";
import { findResource } from "@sanode/pengine";
import { runCommand } from "../command/command.js";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { type GivenOptions, readOptions } from "../command/options.js";
import type { Output } from "../command/output.js";
import { refuseSurplus } from "../command/words.js";
import { type ClusterAccess, openAccess } from "../input/cluster-access.js";
import { type BY_HAND, runByHand } from "./by-hand.js";
import { tellDigests } from "./digests.js";
import { endOf } from "./lifetime.js";
import { failCounts, list, listOperations, locate, showConfigured, stateOf } from "./look.js";
import { GROUPS } from "./options.js";
import { keepOff, move, type PlacementRequest, takeBack, takeBackOld } from "./placement.js";
import { restart } from "./restart/restart.js";
import { get, placeOf, set, unset } from "./values.js";
import { explain } from "./why/explain.js";
import { tellWhy } from "./why/tell.js";

/** What a command is asked to do, and on what. */
interface Call {
  readonly options: GivenOptions;
  readonly access: ClusterAccess;
  readonly output: Output;
  /** The words after the command. */
  readonly words: readonly string[];
}

type Perform = (call: Call) => Promise<void>;

const LONGEST_WAIT = 3_600_000;
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** `sanode resource`. Returns the exit status. */
export function main(args: readonly string[], given?: Output): Promise<number> {
  return runCommand("resource", given, async (output) => {
    const options = readOptions(args, GROUPS);
    if (options.has("help")) {
      const { resourceHelp } = await import("./help.js");
      output.verbatim(resourceHelp());
      return ExitStatus.ok;
    }
    const [command = "", ...words] = options.words.map(({ text }) => text);
    const perform = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    if (perform === undefined) {
      const known = Object.keys(COMMANDS).join(", ");
      const problem = command === "" ? "A command is missing" : `Unknown command '${command}'`;
      throw new CommandError(ExitStatus.usage, `${problem} (there are ${known})`);
    }
    refuseSurplus(command, words, WORDS[command] ?? 1, " (a node is named with --node)");
    const access = await openAccess(options, "sanode resource");
    try {
      await perform({ options, access, output, words });
      if (options.has("wait")) await wait(access, options);
      return ExitStatus.ok;
    } finally {
      access.close();
    }
  });
}

const COMMANDS: Readonly<Record<string, Perform>> = {
  list: async ({ access, options, output }) => list(stateOf(await access.cib()), options.has("json"), output),
  locate: async (call) =>
    locate(
      stateOf(await call.access.cib()),
      word(call, 0, "RESOURCE"),
      call.options.has("json"),
      call.output,
    ),
  get: async (call) =>
    get(
      await call.access.cib(),
      placeOf(word(call, 0, "RESOURCE"), word(call, 1, "NAME"), call.options),
      call.output,
    ),
  why: async (call) => {
    const now = Math.floor(Date.now() / 1000);
    const explanations = explain(await call.access.cib(), word(call, 0, "RESOURCE"), now);
    if (call.options.has("json")) call.output.line(JSON.stringify(explanations));
    else for (const line of explanations.flatMap(tellWhy)) call.output.line(line);
  },
  operations: async ({ access, words, options, output }) =>
    listOperations(stateOf(await access.cib()), words[0], options, output),
  show: async (call) => {
    const id = word(call, 0, "RESOURCE");
    showConfigured(stateOf(await call.access.cib()), id, call.output);
  },
  failcount: async ({ access, words, options, output }) =>
    failCounts(stateOf(await access.cib()), words[0], options.has("json"), output),
  start: setMeta("target-role", "Started"),
  stop: setMeta("target-role", "Stopped"),
  manage: setMeta("is-managed", "true"),
  unmanage: setMeta("is-managed", "false"),
  move: place(move),
  ban: place(keepOff),
  clear: (call) => (call.options.has("expired") ? clearOld(call) : clearAll(call)),
  set: (call) => {
    const target = placeOf(word(call, 0, "RESOURCE"), word(call, 1, "NAME"), call.options);
    const value = word(call, 2, "VALUE");
    return change(call, (cib, output) => set(cib, target, value, output));
  },
  unset: (call) => {
    const target = placeOf(word(call, 0, "RESOURCE"), word(call, 1, "NAME"), call.options);
    return change(call, (cib, output) => unset(cib, target, output));
  },
  delete: (call) => {
    const id = word(call, 0, "RESOURCE");
    return change(call, (cib) => deleteResource(cib, id, requireResource(cib, id).kind));
  },
  cleanup: (call) => forget(call, true),
  refresh: (call) => forget(call, false),
  fail: async (call) => {
    const node = call.options.value("node");
    if (node === undefined) throw new CommandError(ExitStatus.usage, "Say on which node, with --node");
    await call.access.live().ask("fail", { resource: word(call, 0, "RESOURCE"), node });
  },
  wait: ({ access, options }) => wait(access, options),
  restart: restartResource,
  validate: byHand("validate"),
  "force-check": byHand("force-check"),
  "force-start": byHand("force-start"),
  "force-stop": byHand("force-stop"),
  "force-promote": byHand("force-promote"),
  "force-demote": byHand("force-demote"),
  digests: async (call) => {
    const node = call.options.value("node");
    const [, ...overrides] = call.words;
    tellDigests(stateOf(await call.access.cib()), word(call, 0, "RESOURCE"), node, overrides, {
      json: call.options.has("json"),
      output: call.output,
    });
  },
};

/** How many words commands take that take not just a resource. */
const WORDS: Readonly<Record<string, number>> = {
  list: 0,
  wait: 0,
  get: 2,
  unset: 2,
  set: 3,
  digests: Number.POSITIVE_INFINITY,
};

function word({ words }: Call, at: number, name: string): string {
  const text = words[at];
  if (text === undefined) throw new CommandError(ExitStatus.usage, `${name} is missing`);
  return text;
}

function requireResource(cib: XmlElement, id: string): { readonly kind: string } {
  const resource = findResource(stateOf(cib), id);
  if (resource !== undefined) return resource;
  throw new CommandError(ExitStatus.notFound, `Resource '${id}' not found`);
}

/** Changes the configuration; what is told is told once, of the change that counts. */
async function change(
  { access, output }: Call,
  edit: (cib: XmlElement, output: Output) => XmlElement,
): Promise<void> {
  let lines: string[] = [];
  const kept: Output = {
    line: (text) => void lines.push(text),
    verbatim: (text) => void lines.push(text),
    error: (text) => void lines.push(text),
    flush: () => {},
  };
  await access.change((cib) => {
    lines = [];
    return edit(cib, kept);
  });
  for (const line of lines) output.line(line);
}

function setMeta(name: string, value: string): Perform {
  return (call) => {
    const resource = word(call, 0, "RESOURCE");
    return change(call, (cib) => setValue(cib, { resource, kind: "meta_attributes", name }, value).cib);
  };
}

function byHand(command: keyof typeof BY_HAND): Perform {
  return async (call) => {
    const resource = word(call, 0, "RESOURCE");
    const status = await runByHand(call.access, command, resource, call.options, call.output);
    // All that there is to be said has been said.
    if (status !== ExitStatus.ok) throw new CommandError(status, "");
  };
}

function place(
  edit: (
    cib: XmlElement,
    state: ReturnType<typeof stateOf>,
    request: PlacementRequest,
    output: Output,
  ) => XmlElement,
): Perform {
  return (call) => {
    const { options } = call;
    const id = word(call, 0, "RESOURCE");
    const lifetime = options.value("lifetime");
    const request: PlacementRequest = {
      id,
      promotedOnly: options.has("promoted"),
      node: options.value("node"),
      until: lifetime === undefined ? undefined : endOf(lifetime, Date.now()),
      force: options.has("force"),
    };
    if (request.until !== undefined) call.output.line(`Migration will take effect until: ${request.until}`);
    return change(call, (cib, output) => {
      const state = stateOf(cib);
      requireResource(cib, id);
      if (request.node !== undefined && !state.nodesByName.has(request.node.toLowerCase())) {
        throw new CommandError(ExitStatus.notFound, `Node '${request.node}' not found`);
      }
      return edit(cib, state, request, output);
    });
  };
}

const clearAll = place((cib, _, request, output) => takeBack(cib, request, output));

/** Of one resource or of all, as they are named. */
function clearOld(call: Call): Promise<void> {
  const [resource] = call.words;
  const node = call.options.value("node");
  return change(call, (cib, output) => {
    if (resource !== undefined) requireResource(cib, resource);
    return takeBackOld(cib, { resource, node, now: Math.floor(Date.now() / 1000) }, output);
  });
}

async function forget({ access, options, words, output }: Call, failedOnly: boolean): Promise<void> {
  const interval = options.value("interval");
  const { forgotten } = await access.live().ask("forget", {
    resource: words[0],
    node: options.value("node"),
    failedOnly,
    operation: options.value("operation"),
    interval: interval === undefined ? undefined : parseInterval(interval),
  });
  const done = failedOnly ? "Cleaned up" : "Refreshed";
  for (const { resource, node } of forgotten) output.line(`${done} ${resource} on ${node}`);
}

async function restartResource(call: Call): Promise<void> {
  const { access, options, output } = call;
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  for (const signal of ENDING_SIGNALS) process.on(signal, interrupt);
  try {
    const request = {
      resource: word(call, 0, "RESOURCE"),
      node: options.value("node"),
      timeout: timeoutOf(options),
      signal: controller.signal,
    };
    await restart(access, request, output, () => openAccess(options, "sanode resource"));
  } finally {
    for (const signal of ENDING_SIGNALS) process.off(signal, interrupt);
  }
}

function timeoutOf(options: GivenOptions): number {
  const given = options.value("timeout");
  return given === undefined ? LONGEST_WAIT : parseInterval(given);
}

async function wait(access: ClusterAccess, options: GivenOptions): Promise<void> {
  const timeout = timeoutOf(options);
  const { settled } = await access.live().ask("wait", { timeout });
  if (!settled) throw new CommandError(ExitStatus.timeout, "Something is left to be done still");
}
