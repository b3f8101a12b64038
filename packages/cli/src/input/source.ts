import { existsSync, readFileSync } from "node:fs";
import { activeShadowFile } from "@sanode/store/shadow";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { GivenOptions, OptionSpec } from "../command/options.js";
import { stateDirectory } from "./state-directory.js";

/** Where a CIB comes from. */
export type Source =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "pipe" }
  | { readonly kind: "text"; readonly text: string }
  /** See {@link liveFile}. */
  | { readonly kind: "live" };

export const LIVE: OptionSpec = {
  long: "live-check",
  short: "L",
  help: "read the CIB of the cluster that runs here, or from the file or shadow document\nthat the environment variable CIB_file or CIB_shadow names",
};
export const FILE: OptionSpec = {
  long: "xml-file",
  short: "x",
  value: "FILE",
  help: "read the CIB from a file",
};
export const PIPE: OptionSpec = { long: "xml-pipe", short: "p", help: "read the CIB from standard input" };
export const TEXT: OptionSpec = {
  long: "xml-text",
  short: "X",
  value: "XML",
  help: "take the CIB from the argument itself",
};

/** The source that was given last, if any. */
export function givenSource(given: GivenOptions): Source | null {
  for (let at = given.order.length - 1; at >= 0; at -= 1) {
    switch (given.order[at]) {
      case LIVE.long:
        return { kind: "live" };
      case FILE.long:
        return { kind: "file", path: given.value(FILE.long) ?? "" };
      case PIPE.long:
        return { kind: "pipe" };
      case TEXT.long:
        return { kind: "text", text: given.value(TEXT.long) ?? "" };
    }
  }
  return null;
}

/**
 * The file that stands for a running cluster: the active shadow document's, else the one that `CIB_file` names.
 *
 * @throws CommandError if there is none
 */
export function liveFile(): string {
  const path = activeShadowFile(process.env) ?? process.env.CIB_file;
  if (path !== undefined && path !== "") return path;
  const problem = "Could not connect to the CIB: Transport endpoint is not connected";
  throw new CommandError(
    ExitStatus.notConnected,
    `${problem} (name a file in the environment variable CIB_file, or use --xml-file)`,
  );
}

/**
 * Reads a source as bytes or text; null if it cannot be read.
 *
 * @throws CommandError if it is the running cluster's and there is none
 */
export async function readSource(source: Source): Promise<Uint8Array | string | null> {
  switch (source.kind) {
    case "text":
      return source.text;
    case "pipe":
      return readStandardInput();
    case "file":
      return readFile(source.path);
    case "live": {
      const running = await readRunningCluster();
      if (running !== null) return running;
      const bytes = readFile(liveFile());
      if (bytes !== null) return bytes;
      throw new CommandError(ExitStatus.notFound, "Could not connect to the CIB: No such device or address");
    }
  }
}

/** The CIB of the cluster that runs on this computer; null if a file stands for it, or if there is none. */
async function readRunningCluster(): Promise<string | null> {
  const { CIB_file = "", CIB_shadow = "" } = process.env;
  if (CIB_file !== "" || CIB_shadow !== "" || !existsSync(stateDirectory(undefined))) return null;
  const { ControlClient, ControlError } = await import("@sanode/controller");
  try {
    const client = await ControlClient.connect({ directory: stateDirectory(undefined) });
    const { cib } = await client.ask("query", {});
    client.close();
    return cib;
  } catch (error) {
    if (error instanceof ControlError) return null;
    throw error;
  }
}

function readFile(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

async function readStandardInput(): Promise<Uint8Array | null> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch {
    return null;
  }
}
