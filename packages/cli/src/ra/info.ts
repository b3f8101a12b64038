import {
  type AgentAction,
  type AgentMetadata,
  type AgentName,
  type AgentParameter,
  formatAgentName,
} from "@sanode/ra";
import type { Output } from "../command/output.js";
import type { Style } from "./style.js";

const WIDTH = 100;

/** `sanode ra info`: an agent's meta-data for people. */
export function tellInfo(
  agent: AgentName,
  metadata: AgentMetadata,
  language: string | undefined,
  output: Output,
  style: Style,
): void {
  const about = inLanguage(metadata, language);
  output.line(
    `${style.title(formatAgentName(agent))}${about.short === "" ? "" : ` - ${oneLine(about.short)}`}`,
  );
  if (about.long !== "") output.verbatim(`\n${wrapped(about.long, 0)}`);
  const { parameters, actions } = metadata;
  if (parameters.length > 0) {
    output.line(`\n${style.title("Parameters")} (* required):\n`);
    for (const parameter of parameters) tellParameter(parameter, language, output, style);
  }
  if (actions.length > 0) {
    output.line(`${parameters.length > 0 ? "" : "\n"}${style.title("Actions")}:\n`);
    for (const action of actions) output.line(`    ${describeAction(action, style)}`);
  }
}

function tellParameter(
  parameter: AgentParameter,
  language: string | undefined,
  output: Output,
  style: Style,
): void {
  const { short, long } = inLanguage(parameter, language);
  const mark = parameter.required ? style.bad("*") : "";
  const title = short === "" ? "" : `: ${oneLine(short)}`;
  output.line(`${style.name(parameter.name)}${mark} (${describeType(parameter)})${title}`);
  const remarks = describeRemarks(parameter);
  if (remarks !== "") output.line(`    ${style.doubtful(remarks)}`);
  if (long !== "" && oneLine(long) !== oneLine(short)) output.verbatim(wrapped(long, 4));
  output.line("");
}

function describeType({ type, default: byDefault, options, minimum, maximum }: AgentParameter): string {
  const parts = [options.length > 0 ? options.join("|") : type];
  if (minimum !== undefined) parts.push(`at least ${minimum}`);
  if (maximum !== undefined) parts.push(`at most ${maximum}`);
  if (byDefault !== undefined && byDefault !== "") parts.push(`[${oneLine(byDefault)}]`);
  return parts.join(" ");
}

function describeRemarks({ unique, uniqueGroup, reloadable, deprecated }: AgentParameter): string {
  const remarks: string[] = [];
  if (deprecated !== undefined) {
    const { replacedBy, description } = deprecated;
    const instead = replacedBy.length > 0 ? `, use ${replacedBy.join(" or ")} instead` : "";
    remarks.push(`deprecated${description === "" ? "" : ` (${oneLine(description)})`}${instead}`);
  }
  if (uniqueGroup !== undefined) remarks.push(`unique together with others of the group ${uniqueGroup}`);
  else if (unique) remarks.push("unique");
  if (reloadable) remarks.push("can be changed without a restart");
  return remarks.join("; ");
}

function describeAction(
  { name, timeout, interval, startDelay, role, depth }: AgentAction,
  style: Style,
): string {
  const parts = [style.name(name)];
  if (timeout !== undefined) parts.push(`timeout=${seconds(timeout)}`);
  if (interval !== undefined && interval > 0) parts.push(`interval=${seconds(interval)}`);
  if (startDelay !== undefined && startDelay > 0) parts.push(`start-delay=${seconds(startDelay)}`);
  if (role !== undefined) parts.push(`role=${role}`);
  if (depth !== undefined && depth !== "0") parts.push(`depth=${depth}`);
  return parts.join(" ");
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}

function inLanguage(
  described: Pick<AgentMetadata, "shortDescription" | "longDescription" | "translations">,
  language: string | undefined,
): { short: string; long: string } {
  const told = language === undefined ? undefined : described.translations[language];
  return {
    short: told?.shortDescription ?? described.shortDescription,
    long: told?.longDescription ?? described.longDescription,
  };
}

function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, " ").trim();
}

/** What an agent prints must not be able to write elsewhere on a terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    character === "\n" || character === "\t" ? character : " ",
  );
}

/** Paragraphs and indented lines stay as they are, long lines are broken; ends with a line's end. */
function wrapped(text: string, indent: number): string {
  const margin = " ".repeat(indent);
  const lines = printable(text)
    .trim()
    .split("\n")
    .flatMap((line) => breakLine(line.trimEnd(), WIDTH - indent));
  return lines.map((line) => `${line === "" ? "" : margin}${line}\n`).join("");
}

function breakLine(line: string, width: number): readonly string[] {
  if (line.length <= width) return [line];
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
