import { readFileSync } from "node:fs";
import type { ActionRequest } from "../agent/action-request.js";
import type { AgentName } from "../agent/agent-name.js";
import { notInstalled, runAgentProcess } from "../agent/agent-process.js";
import { systemEnvironment } from "../agent/environment.js";
import type { RunOptions } from "../agent/run-options.js";
import type { ActionResult } from "../result/action-result.js";
import { type ExitCode, exitCodeOfStatus, OCF } from "../result/exit-code.js";
import type { AgentClass, MetadataText } from "./agent-class.js";
import { lsbMetadata } from "./lsb-metadata.js";
import { findScript, listScripts } from "./script-directory.js";

/** Where the Linux Standard Base wants init scripts. */
export const INIT_DIRECTORY = "/etc/init.d";

/**
 * Init scripts of the Linux Standard Base. They take no parameters; what a resource has is not shown to them.
 * Source: Pacemaker Explained, "LSB"; Linux Standard Base Core, "Init Script Actions".
 */
export class LsbClass implements AgentClass {
  readonly name = "lsb";
  readonly #directory: string;
  readonly #options: RunOptions;

  constructor(options: RunOptions = {}) {
    this.#directory = options.initDirectory ?? INIT_DIRECTORY;
    this.#options = options;
  }

  async run(request: ActionRequest): Promise<ActionResult> {
    const { type } = request.agent;
    const path = this.find(type);
    if (path === undefined) return notInstalled(type.startsWith("/") ? type : `${this.#directory}/${type}`);
    const isStatus = request.action === "monitor" || request.action === "status";
    const script = {
      path,
      arguments: [isStatus ? "status" : request.action],
      environment: { ...systemEnvironment(process.env), ...this.#options.environment },
      kind: "Resource agent",
      exitCode: isStatus ? exitCodeOfLsbStatus : exitCodeOfLsbAction,
      givesReasons: false,
    } as const;
    return runAgentProcess(script, request, this.#options);
  }

  /** The script of that name, if there is one. */
  find(type: string): string | undefined {
    return findScript(type, this.#directory);
  }

  async metadata(agent: AgentName): Promise<MetadataText> {
    const path = this.find(agent.type);
    if (path === undefined) return { problem: `There is no script ${agent.type} in ${this.#directory}` };
    try {
      return { xml: lsbMetadata(agent.type, readFileSync(path, "utf8")) };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }

  async list(): Promise<readonly AgentName[]> {
    return listScripts(this.#directory).map((type) => ({ class: "lsb", type }));
  }
}

/**
 * What the exit status of the action `status` stands for.
 * Source: Linux Standard Base Core, "Init Script Actions"; 150 and up are for applications, Pacemaker's are 150 and 151.
 */
export function exitCodeOfLsbStatus(status: number): ExitCode {
  switch (status) {
    case 0:
      return OCF.SUCCESS;
    case 1:
    case 2:
    case 3:
      return OCF.NOT_RUNNING;
    case 150:
      return OCF.ERR_INSTALLED;
    case 151:
      return OCF.ERR_PERM;
    default:
      return OCF.ERR_GENERIC;
  }
}

/** What the exit status of any other action stands for: the standard's 0 to 7 are OCF's too. */
export function exitCodeOfLsbAction(status: number): ExitCode {
  return status <= OCF.NOT_RUNNING ? exitCodeOfStatus(status) : OCF.ERR_GENERIC;
}
