import { userInfo } from "node:os";
import { parseInteger, type XmlElement } from "@sanode/cib";
import { AdministrationError, ControlClient, ControlError } from "@sanode/controller";
import { cibPath, readCib, requireValid, writeCib } from "../cib/cib-file.js";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { GivenOptions } from "../command/options.js";
import { stateDirectory } from "./state-directory.js";

/** Where a configuration is looked at and changed: in a running cluster, or in a file. */
export interface ClusterAccess {
  cib(): Promise<XmlElement>;
  /** Changes the configuration. `change` may be called again, if somebody else has changed it meanwhile. */
  change(change: (cib: XmlElement) => XmlElement): Promise<void>;
  /**
   * The running cluster.
   *
   * @throws CommandError if this is a file
   */
  live(): ControlClient;
  readonly isLive: boolean;
  close(): void;
}

/**
 * The file that the option `--xml-file` names, or the running cluster of the directory that `--state` names; without
 * either, the file that the environment names in CIB_file or CIB_shadow, or the running cluster.
 *
 * Rejects with a CommandError if there is none.
 */
export async function openAccess(given: GivenOptions, command: string): Promise<ClusterAccess> {
  const file = given.value("xml-file");
  const { CIB_file = "", CIB_shadow = "" } = process.env;
  const isFile = file !== undefined || (!given.has("state") && (CIB_file !== "" || CIB_shadow !== ""));
  if (isFile) return fileAccess(cibPath(file));
  const client = await connectTo(given.value("state"));
  const origin = { client: command, user: userInfo().username };
  return {
    cib: () => client.cib(),
    change: (change) => client.change(change, origin),
    live: () => client,
    isLive: true,
    close: () => client.close(),
  };
}

/**
 * Connects to the running cluster of a directory.
 *
 * Rejects with a CommandError if there is none.
 */
export async function connectTo(state: string | undefined, onChange?: () => void): Promise<ControlClient> {
  try {
    return await ControlClient.connect({
      directory: stateDirectory(state),
      ...(onChange !== undefined && { onChange }),
    });
  } catch (error) {
    throw asCommandError(error) ?? error;
  }
}

function fileAccess(path: string): ClusterAccess {
  return {
    cib: async () => readCib(path),
    change: async (change) => {
      const cib = readCib(path);
      const changed = change(cib);
      if (changed === cib) return;
      requireValid(changed);
      writeCib(path, withNextVersion(changed));
    },
    live: () => {
      throw new CommandError(
        ExitStatus.notConnected,
        `A running cluster is needed for that; ${path} is a file`,
      );
    },
    isLive: false,
    close: () => {},
  };
}

function withNextVersion(cib: XmlElement): XmlElement {
  const epoch = String((parseInteger(cib.attributes.epoch) ?? 0) + 1);
  return { ...cib, attributes: { ...cib.attributes, epoch, num_updates: "0" } };
}

const STATUSES: Readonly<Record<string, number>> = {
  unreachable: ExitStatus.notConnected,
  lost: ExitStatus.notConnected,
  refused: ExitStatus.noPrivilege,
  "unknown-node": ExitStatus.notFound,
  "unknown-resource": ExitStatus.notFound,
  "not-found": ExitStatus.notFound,
  exists: ExitStatus.alreadyExists,
  unsafe: ExitStatus.unsafe,
  "not-applicable": ExitStatus.unimplemented,
  usage: ExitStatus.usage,
  configuration: ExitStatus.badConfiguration,
};

/** What an error of a configuration or of a cluster means to a command; undefined for those that are ours. */
export function asCommandError(error: unknown): CommandError | undefined {
  if (error instanceof CommandError) return error;
  if (error instanceof ControlError || error instanceof AdministrationError) {
    return new CommandError(STATUSES[error.code] ?? ExitStatus.error, error.message);
  }
  return undefined;
}
