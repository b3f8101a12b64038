import { resolve } from "node:path";

/** How actions are run; everything has a default that suits a host on which agents are installed in the usual place. */
export interface RunOptions {
  /** Directories of OCF agents, `DIRECTORY/PROVIDER/TYPE`, searched in this order. */
  readonly agentDirectories?: readonly string[];
  /** Directory of LSB scripts. */
  readonly initDirectory?: string;
  /** Directory of scripts of the class `heartbeat`. */
  readonly heartbeatDirectory?: string;
  /** Directory of fence agents. */
  readonly fenceDirectory?: string;
  /** Variables that agents find beside those of the standard. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Working directory of agents. */
  readonly directory?: string;
  /** Directory of the control group (version 2) that agents and what they start belong to; by default our own. */
  readonly controlGroup?: string;
  /**
   * Milliseconds between SIGTERM and SIGKILL when an action takes longer than it may; 1000 by default. Pacemaker gives
   * no such time: 0 does the same.
   */
  readonly grace?: number;
  /** Bytes kept of each output stream. */
  readonly outputLimit?: number;
  /** Where values of parameters are kept that the configuration names `lrm://` only. */
  readonly secretsDirectory?: string;
}

/** The same with absolute paths, as agents run in a working directory of their own. */
export function absolutePaths<Options extends RunOptions>(options: Options): Options {
  const { agentDirectories, initDirectory, heartbeatDirectory, fenceDirectory } = options;
  return {
    ...options,
    ...(agentDirectories !== undefined && {
      agentDirectories: agentDirectories.map((path) => resolve(path)),
    }),
    ...(initDirectory !== undefined && { initDirectory: resolve(initDirectory) }),
    ...(heartbeatDirectory !== undefined && { heartbeatDirectory: resolve(heartbeatDirectory) }),
    ...(fenceDirectory !== undefined && { fenceDirectory: resolve(fenceDirectory) }),
  };
}
