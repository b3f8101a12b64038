import type { XmlElement } from "@sanode/cib";
import { type ClusterState, formatDot, formatGraph, type Schedule } from "@sanode/pengine";
import {
  FeatureSetError,
  InjectionError,
  type SessionOptions,
  type SimulationReport,
  SimulationSession,
  TextReport,
} from "@sanode/tengine";
import { CommandError, ExitStatus, statusOfSystemError } from "../command/exit-status.js";
import { documentText, systemErrorText, tryWriteFile } from "../command/files.js";
import type { Output } from "../command/output.js";
import type { Clock } from "../input/clock.js";
import type { SimulateArguments } from "./options.js";

/** The file that a simulation works on: written at its beginning, and again in the end. */
export type WorkingFile = string | null;

/**
 * One simulation of a CIB of the latest schema. Files are written at the moments at which the reference writes them, so that
 * a file that cannot be written leaves the same part of the report.
 *
 * @param tellWarning told the problems of the configuration, if they are asked for
 * @returns the exit status
 * @throws CommandError
 */
export function runSimulation(
  cib: XmlElement,
  options: SimulateArguments,
  clock: Clock,
  report: SimulationReport,
  workingFile: WorkingFile,
  tellWarning: (text: string) => void,
): number {
  if (workingFile !== null) writeDocument(workingFile, cib, `Could not create '${workingFile}': `);
  const session = new SimulationSession(cib, sessionOptions(options, clock), report);
  session.showStatus();
  try {
    return failing(() => carryOut(session, options, tellWarning));
  } finally {
    // Also where something could not be done: the document as it is by then.
    if (workingFile !== null) writeDocument(workingFile, session.cib, `Could not create '${workingFile}': `);
  }
}

/** The same told as text. */
export function runForText(
  cib: XmlElement,
  options: SimulateArguments,
  clock: Clock,
  output: Output,
  workingFile: WorkingFile,
): number {
  const report = new TextReport({ ...options, formatTime: clock.format }, ({ stream, text }) => {
    if (stream === "output") output.line(text);
    else output.error(text);
  });
  return runSimulation(cib, options, clock, report, workingFile, (text) => output.error(text));
}

/** What a session is told of the command's arguments. */
export function sessionOptions(options: SimulateArguments, clock: Clock): SessionOptions {
  return {
    clock: clock.now,
    localOffset: clock.localOffset,
    live: options.source.kind === "live",
    ...(options.date !== undefined && { date: options.date }),
    showsPlacement: options.showScores || options.showUtilization,
    injections: options.injections,
    failures: options.failures,
  };
}

/** Errors of a session as errors of the command. */
export function failing<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof InjectionError) throw new CommandError(ExitStatus.error, error.message);
    if (error instanceof FeatureSetError) throw new CommandError(ExitStatus.badConfiguration, error.message);
    throw error;
  }
}

function carryOut(
  session: SimulationSession,
  options: SimulateArguments,
  tellWarning: (text: string) => void,
): number {
  session.inject();
  if (options.saveInput !== undefined) writeDocument(options.saveInput, session.inputAsRead, null);
  const schedule = options.run ? session.schedule() : null;
  if (options.verbosity > 0) tellWarnings(session.state, tellWarning);
  if (schedule === null) return ExitStatus.ok;
  writeGraphs(schedule, options);
  session.showSummary();
  if (!options.simulate) return ExitStatus.ok;
  return session.execute().status === "terminated" ? ExitStatus.error : ExitStatus.ok;
}

/** The files of `--save-graph` and `--save-dotfile`, in this order. */
export function writeGraphs({ state, graph }: Schedule, options: SimulateArguments): void {
  const { saveGraph, saveDot, allActions, verbosity } = options;
  const write = (path: string, text: string): void => {
    if (tryWriteFile(path, text) === null) return;
    throw new CommandError(ExitStatus.inputOutput, `Could not write '${path}'`);
  };
  if (saveGraph !== undefined) write(saveGraph, formatGraph(graph));
  if (saveDot !== undefined) write(saveDot, formatDot(state, graph, { all: allActions, ids: verbosity > 0 }));
}

/** @param problem how a failure is told, null if only by the exit status */
export function writeDocument(path: string, cib: XmlElement, problem: string | null): void {
  const code = tryWriteFile(path, documentText(cib));
  if (code === null) return;
  const text = `${problem ?? `Could not write '${path}': `}${systemErrorText(code)}`;
  throw new CommandError(statusOfSystemError(code), text);
}

function tellWarnings(state: ClusterState, tell: (text: string) => void): void {
  for (const { severity, message } of state.warnings) tell(`${severity}: ${message}`);
}
