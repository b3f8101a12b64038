import { parseXml, upgradeCib } from "@sanode/cib";
import { formatDot, formatGraph } from "@sanode/pengine";
import {
  describeUpgrade,
  type ReportLine,
  type SessionOptions,
  SimulationSession,
  TextReport,
} from "@sanode/tengine";

/** The four texts that a case is about. */
export interface CaseOutputs {
  /** What `-sSQ` prints. */
  readonly scores: string;
  /** What `-D` writes. */
  readonly dot: string;
  /** What `-G` writes. */
  readonly exp: string;
  /** What `-S` prints. */
  readonly summary: string;
}

/**
 * Runs a case: a pure function of its document and arguments, but for documents that say no date of their own.
 *
 * @param args extra arguments of the case, as its list has them; the only one known is `-t DATE`
 * @param clock seconds since 1970 for documents without a date
 */
export function runCase(xml: string | Uint8Array, args: string, clock: number): CaseOutputs {
  const date = /^-t\s+(.*)$/.exec(args.trim())?.[1];
  const options: SessionOptions = { clock, ...(date !== undefined && { date }) };
  const { cib, warnings } = upgradeCib(parseXml(xml));
  const summary: string[] = warnings.map(describeUpgrade);
  const report = new TextReport({}, ({ text }) => summary.push(text));
  const session = new SimulationSession(cib, options, report);
  session.showStatus();
  session.schedule();
  session.showSummary();
  session.execute();
  return { ...runForFiles(cib, options), summary: textOf(summary) };
}

function runForFiles(
  cib: ConstructorParameters<typeof SimulationSession>[0],
  options: SessionOptions,
): Omit<CaseOutputs, "summary"> {
  const scores: string[] = [];
  const write = ({ stream, text }: ReportLine): void => {
    if (stream === "output") scores.push(text);
  };
  const report = new TextReport({ quiet: true, showScores: true }, write);
  const session = new SimulationSession(cib, { ...options, showsPlacement: true }, report);
  session.showStatus();
  const { state, graph } = session.schedule();
  const [dot, exp] = [formatDot(state, graph), formatGraph(graph)];
  session.execute();
  return { scores: textOf(scores), dot, exp };
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
