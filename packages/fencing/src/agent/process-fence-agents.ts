import {
  type ActionResult,
  ExecutionStatus,
  FENCE_DIRECTORY,
  findScript,
  listScripts,
  listStonithPlugins,
  notInstalled,
  OCF,
  revealSecrets,
  runAgentProcess,
  SECRETS_DIRECTORY,
  scriptPath,
  systemEnvironment,
} from "@sanode/ra";
import {
  type AgentAnswer,
  type AgentCall,
  type FenceAgents,
  PLUGIN_AGENT,
  type ResolvedAgent,
} from "./fence-agents.js";
import { failure, SUCCESS } from "./fencing-result.js";
import { PLUGIN_METADATA, pluginCommand } from "./plugin-command.js";

export interface ProcessFenceAgentsOptions {
  /** Where fence agents are installed; by default where Linux distributions install them. */
  readonly directory?: string;
  /** The command that speaks for the plug-ins of the cluster-glue library. */
  readonly stonithCommand?: string;
  /** Variables that agents find beside those of the system. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds between SIGTERM and SIGKILL for an agent that takes too long; 500 by default. */
  readonly grace?: number;
  /** Where values of parameters are kept that the configuration names `lrm://` only. */
  readonly secretsDirectory?: string;
}

/** Bytes of an agent's output that are kept. */
const OUTPUT_LIMIT = 10 * 1024 * 1024;
const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

/** What a process is run for. */
interface Run {
  readonly path: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly input: string;
}

/**
 * Fence agents as processes of this host. They read their parameters from standard input, so that no password is seen
 * among the arguments of processes.
 *
 * Source: the fence agents' API, FenceAgentAPI.md.
 */
export class ProcessFenceAgents implements FenceAgents {
  readonly #directory: string;
  readonly #stonithCommand: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #grace: number;
  readonly #secretsDirectory: string;

  constructor(options: ProcessFenceAgentsOptions = {}) {
    this.#directory = options.directory ?? FENCE_DIRECTORY;
    this.#stonithCommand = options.stonithCommand ?? "/usr/sbin/stonith";
    this.#environment = options.environment ?? {};
    this.#grace = options.grace ?? 500;
    this.#secretsDirectory = options.secretsDirectory ?? SECRETS_DIRECTORY;
  }

  async resolve(type: string): Promise<ResolvedAgent> {
    if (findScript(type, this.#directory) === undefined && (await listStonithPlugins()).includes(type)) {
      return { agent: PLUGIN_AGENT, parameters: new Map([["plugin", type]]) };
    }
    return { agent: type, parameters: NO_PARAMETERS };
  }

  /** The names of all agents, sorted, after those of the plug-ins. */
  async list(): Promise<readonly string[]> {
    const agents = listScripts(this.#directory).filter((name) => name.startsWith("fence_"));
    return [...(await listStonithPlugins()), ...agents];
  }

  async run(call: AgentCall): Promise<AgentAnswer> {
    const parameters = revealSecrets(Object.fromEntries(call.input), call.device, this.#secretsDirectory);
    if (parameters === undefined) {
      const reason = "Failed to get CIB secrets";
      return { ...failure(ExecutionStatus.NO_SECRETS, reason), errorOutput: "" };
    }
    const input = new Map([...call.input.keys()].map((name) => [name, parameters[name] ?? ""]));
    return call.agent === PLUGIN_AGENT ? this.#runPlugin(call, input) : this.#runAgent(call, input);
  }

  async #runAgent(call: AgentCall, input: ReadonlyMap<string, string>): Promise<AgentAnswer> {
    const path = findScript(call.agent, this.#directory);
    if (path === undefined)
      return answerOf(notInstalled(scriptPath(call.agent, this.#directory) ?? call.agent));
    const bad = [...input].find(([name, value]) => !isLine(name, value));
    if (bad !== undefined) {
      const reason = `Parameter '${bad[0]}' cannot be told in one line`;
      return { ...failure(ExecutionStatus.DONE, reason, OCF.ERR_ARGS), errorOutput: "" };
    }
    const lines = [...input].map(([name, value]) => `${name}=${value}\n`).join("");
    return this.#process(call, { path, arguments: [], environment: {}, input: lines });
  }

  async #runPlugin(call: AgentCall, input: ReadonlyMap<string, string>): Promise<AgentAnswer> {
    const command = pluginCommand(input);
    switch (command.kind) {
      case "metadata":
        return { ...SUCCESS, output: PLUGIN_METADATA, errorOutput: "" };
      case "impossible":
        return { ...failure(ExecutionStatus.DONE), errorOutput: `failed: ${command.reason}\n` };
      case "run": {
        const path = this.#stonithCommand;
        const { arguments: words, environment } = command;
        const answer = await this.#process(call, { path, arguments: words, environment, input: "" });
        return { ...answer, exitStatus: answer.exitStatus === 0 ? 0 : OCF.ERR_GENERIC };
      }
    }
  }

  async #process(call: AgentCall, run: Run): Promise<AgentAnswer> {
    let exitStatus = 0;
    const environment = { ...systemEnvironment(process.env), ...this.#environment, ...run.environment };
    const result = await runAgentProcess(
      {
        ...run,
        environment,
        kind: "Fence agent",
        givesReasons: false,
        exitCode: (status) => {
          exitStatus = status;
          return status === 0 ? OCF.SUCCESS : OCF.ERR_GENERIC;
        },
      },
      { timeout: call.timeout, parameters: {}, ...(call.signal !== undefined && { signal: call.signal }) },
      { grace: this.#grace, outputLimit: OUTPUT_LIMIT },
    );
    return { ...answerOf(result), ...(exitStatus !== 0 && { exitStatus }) };
  }
}

/** Agents read line by line: a value with an end of line in it would set another parameter. */
function isLine(name: string, value: string): boolean {
  return name !== "" && !/[=\n\r\0]/.test(name) && !/[\n\0]/.test(value);
}

function answerOf(result: ActionResult): AgentAnswer {
  return {
    exitStatus: result.exitCode,
    status: result.status,
    reason: result.exitReason === "" ? null : result.exitReason,
    output: result.stdout.text,
    errorOutput: result.stderr.text,
  };
}
