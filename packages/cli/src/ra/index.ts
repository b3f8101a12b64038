import {
  type AgentMetadata,
  type AgentName,
  formatAgentName,
  HostAgents,
  validateParameters,
} from "@sanode/ra";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { createOutput, type Output } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { findAgent } from "./find-agent.js";
import { tellInfo } from "./info.js";
import { tellClasses, tellList } from "./list.js";
import { type RaArguments, readArguments, readParameters } from "./options.js";
import { runAction } from "./run.js";
import { type Style, styleFor } from "./style.js";

const COMMANDS = "classes, list, info, validate, run";

/**
 * `sanode ra`. Returns the exit status.
 *
 * @param given where texts go, if not to standard output
 */
export async function main(args: readonly string[], given?: Output): Promise<number> {
  const output = given ?? createOutput();
  const coloured = given === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR;
  try {
    return await run(readArguments(args), output, styleFor(coloured));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    output.error(`sanode ra: ${error.message}`);
    return error.status;
  } finally {
    output.flush();
  }
}

async function run(options: RaArguments, output: Output, style: Style): Promise<number> {
  if (options.help) {
    const { raHelp } = await import("./help.js");
    output.verbatim(raHelp());
    return ExitStatus.ok;
  }
  if (options.version) {
    output.verbatim(VERSION_TEXT);
    return ExitStatus.ok;
  }
  const { agentDirectories } = options;
  const agents = new HostAgents(agentDirectories.length > 0 ? { agentDirectories } : {});
  try {
    return await dispatch(agents, options, output, style);
  } finally {
    agents.close();
  }
}

async function dispatch(
  agents: HostAgents,
  options: RaArguments,
  output: Output,
  style: Style,
): Promise<number> {
  const [command, ...words] = options.words;
  switch (command) {
    case "classes":
      noMore(command, words, 0);
      await tellClasses(agents, options.json, output);
      return ExitStatus.ok;
    case "list":
      noMore(command, words, 1);
      await tellList(agents, words[0], options.json, output, style);
      return ExitStatus.ok;
    case "info": {
      noMore(command, words, 1);
      const { agent, metadata } = await known(agents, required(words[0], "agent"));
      if (options.json) output.line(JSON.stringify(metadata, null, 2));
      else tellInfo(agent, metadata, options.language, output, style);
      return ExitStatus.ok;
    }
    case "validate":
      return validate(agents, words, options.json, output, style);
    case "run": {
      const [name, action, ...rest] = words;
      const parameters = readParameters(rest);
      const agent = await findAgent(agents, required(name, "agent"));
      const { timeout, json } = options;
      return runAction(
        agents,
        { agent, action: required(action, "action"), parameters, timeout, json },
        output,
        style,
      );
    }
    default: {
      const problem = command === undefined ? "No command" : `Unknown command ${command}`;
      throw new CommandError(ExitStatus.usage, `${problem} (there are ${COMMANDS}; try: sanode ra --help)`);
    }
  }
}

async function validate(
  agents: HostAgents,
  [name, ...words]: readonly string[],
  json: boolean,
  output: Output,
  style: Style,
): Promise<number> {
  const parameters = readParameters(words);
  const { agent, metadata } = await known(agents, required(name, "agent"));
  const findings = validateParameters(metadata, parameters);
  const isValid = findings.every(({ severity }) => severity !== "error");
  if (json) output.line(JSON.stringify({ agent: formatAgentName(agent), isValid, findings }, null, 2));
  else {
    for (const { severity, message } of findings) {
      output.error(`${severity === "error" ? style.bad(severity) : style.doubtful(severity)}: ${message}`);
    }
  }
  return isValid ? ExitStatus.ok : ExitStatus.badConfiguration;
}

async function known(
  agents: HostAgents,
  name: string,
): Promise<{ readonly agent: AgentName; readonly metadata: AgentMetadata }> {
  const agent = await findAgent(agents, name);
  const answer = await agents.metadata(agent);
  if ("problem" in answer) throw new CommandError(ExitStatus.error, answer.problem);
  return { agent, metadata: answer.metadata };
}

function required(word: string | undefined, what: string): string {
  if (word !== undefined) return word;
  throw new CommandError(ExitStatus.usage, `No ${what} is named (try: sanode ra --help)`);
}

function noMore(command: string, words: readonly string[], most: number): void {
  const extra = words[most];
  if (extra !== undefined) throw new CommandError(ExitStatus.usage, `${command} does not take "${extra}"`);
}
