import { hostname } from "node:os";
import type { ControlClient } from "@sanode/controller";
import { escapeControls } from "../attribute/escape-controls.js";
import { runCommand } from "../command/command.js";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import { VERSION_TEXT } from "../command/top-help.js";
import { connectTo } from "../input/cluster-access.js";
import { agentNode, ownNode } from "../input/own-node.js";
import { type AttrdArguments, readArguments } from "./options.js";

/**
 * `sanode attrd`, which works as `attrd_updater` does. Returns the exit status.
 *
 * @param given where texts go, if not to standard output
 */
export function main(args: readonly string[], given?: Output): Promise<number> {
  return runCommand("attrd", given, async (output) => {
    const options = readArguments(args);
    if (options.help) {
      const { attrdHelp } = await import("./help.js");
      output.verbatim(attrdHelp());
      return ExitStatus.ok;
    }
    if (options.version) {
      output.verbatim(VERSION_TEXT);
      return ExitStatus.ok;
    }
    const client = await connectTo(options.state);
    try {
      await perform(client, options, output);
      return ExitStatus.ok;
    } finally {
      client.close();
    }
  });
}

async function perform(client: ControlClient, options: AttrdArguments, output: Output): Promise<void> {
  if (options.command === "refresh") await client.ask("refresh-attributes", {});
  else if (options.command === "query") await query(client, options, output);
  else await update(client, options, options.command, output);
}

async function update(
  client: ControlClient,
  options: AttrdArguments,
  operation: "update" | "update-both" | "update-delay" | "delete",
  output: Output,
): Promise<void> {
  const { name, isPattern, delay, setId, isPrivate, utilization, lacksDelay } = options;
  if (lacksDelay) {
    const letter = operation === "update-both" ? "B" : "Y";
    output.line(`Warning: '${letter}' command given without required --delay`);
  }
  // Without a delay that can be read there is nothing to be set.
  if (operation === "update-delay" && delay === undefined) return;
  const isDelete = operation === "delete";
  await client.ask("attribute", {
    node: await nodeOf(client, options),
    name,
    value: isDelete || operation === "update-delay" ? null : options.value,
    operation,
    isPattern,
    isPrivate,
    utilization,
    ...(delay !== undefined && !isDelete && { delay }),
    ...(setId !== undefined && !isDelete && { setId }),
  });
}

async function query(client: ControlClient, options: AttrdArguments, output: Output): Promise<void> {
  const { name, all, json } = options;
  const which = all ? { name } : { name, node: await nodeOf(client, options) };
  const { values } = await client.ask("query-attribute", which);
  if (values === null) {
    const problem = `Could not query value of ${name}: attribute does not exist`;
    throw new CommandError(ExitStatus.badConfiguration, problem);
  }
  if (json) {
    output.line(JSON.stringify({ name, values }, null, 2));
    return;
  }
  for (const { node, value } of values) {
    const pairs = { name, host: node, value: value ?? "" };
    output.line(
      Object.entries(pairs)
        .map(([key, text]) => `${key}="${escapeControls(text)}"`)
        .join(" "),
    );
  }
}

async function nodeOf(client: ControlClient, { node }: AttrdArguments): Promise<string> {
  return agentNode(node, process.env) ?? node ?? ownNode(await client.cib(), hostname());
}
