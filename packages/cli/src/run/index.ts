import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SchemaError, XmlError } from "@sanode/cib";
import { ClusterError, ClusterService } from "@sanode/controller";
import { SYSTEM_AGENTS } from "@sanode/ra";
import { StoreError } from "@sanode/store";
import { CommandError, ExitStatus, statusOfSystemError } from "../command/exit-status.js";
import { systemErrorText } from "../command/files.js";
import { VERSION } from "../command/top-help.js";
import { stateDirectory } from "../input/state-directory.js";
import { describeEarlierFencing, describeEvent } from "./describe-event.js";
import { Log } from "./log.js";
import { type RunArguments, readArguments } from "./options.js";

/** The agents of the package, seen from the bundle (`dist/bin`) as from the sources (`src/run`). */
const AGENTS = fileURLToPath(new URL("../../agents/ocf", import.meta.url));

/** `sanode run`. Resolves with the exit status when the cluster has ended. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readArguments(args);
    if (options.help) {
      const { runHelp } = await import("./help.js");
      process.stdout.write(runHelp());
      return ExitStatus.ok;
    }
    return await serve(options);
  } catch (error) {
    const known = toCommandError(error);
    if (known === undefined) throw error;
    process.stderr.write(`sanode run: ${known.message}\n`);
    return known.status;
  }
}

async function serve(options: RunArguments): Promise<number> {
  if (process.platform !== "linux") {
    const problem = "A cluster needs Linux, whose /proc tells which processes belong to which of its nodes";
    throw new CommandError(ExitStatus.unavailable, problem);
  }
  const { configuration, nodes, agents, fenceAgents } = options;
  const log = openLog(options);
  const directory = stateDirectory(options.state);
  const service = await ClusterService.open({
    directory,
    ...(configuration !== undefined && { configuration: readConfiguration(configuration) }),
    nodes,
    agentDirectories: [...agents, SYSTEM_AGENTS, AGENTS],
    ...(fenceAgents !== undefined && { fenceAgentDirectory: fenceAgents }),
    command: ownCommand(),
    software: `sanode ${VERSION}`,
    observer: (event) => {
      const entry = describeEvent(event);
      if (entry !== undefined) log.add(entry);
    },
    onEarlierAction: (node, { resource, action }) =>
      log.add({ level: "notice", message: `Waiting for the ${action} of ${resource} on ${node} to end` }),
    onEarlierFencing: (names) => log.add(describeEarlierFencing(names)),
  });
  const source = service.origin === "given" ? configuration : `${directory}/cib`;
  log.add({
    level: "notice",
    message: `The cluster starts, in ${directory}, with the configuration of ${source}`,
  });
  for (const { code, message } of service.limitations) {
    log.add({ level: "warning", message, data: { kind: "limitation", code } });
  }
  // Heard from now on, so that a stop that comes early is not lost.
  const stopping = new Promise<void>((resolve) => onSignals(service, log, resolve));
  try {
    await service.start();
  } catch (error) {
    await service.kill();
    throw error;
  }
  await Promise.race([stopping, service.stopRequested]);
  log.add({ level: "notice", message: "The cluster stops" });
  const { killed } = await service.stop();
  if (killed.length === 0) {
    log.add({ level: "notice", message: "The cluster has stopped" });
    return ExitStatus.ok;
  }
  log.add({ level: "error", message: `Killed, as they did not end in good order: ${killed.join(", ")}` });
  return ExitStatus.error;
}

/** How this program was called, so that agents can call it. */
function ownCommand(): readonly string[] {
  const { execPath, execArgv, argv } = process;
  return [execPath, ...execArgv, realpathSync(argv[1] ?? "")];
}

/** The first signal asks for a stop in good order, the second one for an end at once. */
function onSignals(service: ClusterService, log: Log, stop: () => void): void {
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!isStopping) {
      isStopping = true;
      stop();
      return;
    }
    log.add({ level: "warning", message: `${signal} again: everything is killed` });
    service.kill().then(
      () => process.exit(ExitStatus.error),
      (error: unknown) => {
        log.add({ level: "error", message: String(error) });
        process.exit(ExitStatus.error);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  // A terminal that goes away takes no services with it.
  process.on("SIGHUP", () => {});
}

function openLog({ json, verbose, quiet }: RunArguments): Log {
  const { stderr, env } = process;
  // Nobody reads the log any more: that is no reason to end.
  stderr.on("error", () => {});
  return new Log({
    json,
    level: quiet ? "warning" : verbose ? "debug" : "info",
    isColoured: stderr.isTTY && env.TERM !== "dumb" && (env.NO_COLOR ?? "") === "",
    write: (text) => stderr.write(text),
    now: () => Date.now(),
  });
}

function readConfiguration(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code =
      error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "EIO";
    throw new CommandError(statusOfSystemError(code), `Could not read '${path}': ${systemErrorText(code)}`);
  }
}

function toCommandError(error: unknown): CommandError | undefined {
  if (error instanceof CommandError) return error;
  if (error instanceof ClusterError) {
    const isState = error.code === "in-use" || error.code === "state-directory";
    return new CommandError(isState ? ExitStatus.fatal : ExitStatus.badConfiguration, error.message);
  }
  if (error instanceof StoreError) return new CommandError(ExitStatus.fatal, error.message);
  if (error instanceof SchemaError) {
    const problems = error.problems.map(({ place, message }) => `${place}: ${message}`);
    return new CommandError(ExitStatus.badConfiguration, [error.message, ...problems].join("\n"));
  }
  if (error instanceof XmlError) return new CommandError(ExitStatus.badConfiguration, error.message);
  return undefined;
}
