import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { systemEnvironment } from "../agent/environment.js";
import { METADATA_LIMIT, METADATA_TIMEOUT, type MetadataText } from "./agent-class.js";

/** The command that speaks for the plug-ins of the cluster-glue library. */
const COMMAND = "/usr/sbin/stonith";

/** The library's plug-ins (`null`, `external/ssh`), in its own order; none where it is not installed. */
export async function listStonithPlugins(): Promise<readonly string[]> {
  if (!existsSync(COMMAND)) return [];
  const answer = await ask(["-L"]);
  return "text" in answer ? answer.text.split("\n").filter((line) => line !== "") : [];
}

/** Whether the library has a plug-in of that name. */
export async function isStonithPlugin(type: string): Promise<boolean> {
  return (await listStonithPlugins()).includes(type);
}

/** The meta-data of a plug-in, as the library prints it. */
export async function stonithPluginMetadata(type: string): Promise<MetadataText> {
  const answer = await ask(["-t", type, "-m"]);
  return "text" in answer ? { xml: answer.text } : answer;
}

function ask(args: readonly string[]): Promise<{ text: string } | { problem: string }> {
  const env = systemEnvironment(process.env);
  return new Promise((resolve) => {
    execFile(
      COMMAND,
      args,
      { timeout: METADATA_TIMEOUT, maxBuffer: METADATA_LIMIT, env },
      (error, stdout) => {
        resolve(error === null ? { text: stdout } : { problem: error.message });
      },
    );
  });
}
