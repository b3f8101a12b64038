import type { ControlClient } from "@sanode/controller";
import { runCommand } from "../command/command.js";
import { ExitStatus } from "../command/exit-status.js";
import { type GivenOptions, readOptions } from "../command/options.js";
import { createOutput, type Output } from "../command/output.js";
import { recordData } from "../fence/cluster.js";
import { connectTo, openAccess } from "../input/cluster-access.js";
import { fencingHistory, fencingLines } from "./fencing-text.js";
import { GROUPS, intervalOf } from "./options.js";
import { statusData, statusLines } from "./status-text.js";

/** `sanode mon`. Returns the exit status. */
export function main(args: readonly string[], given?: Output): Promise<number> {
  return watch("mon", args, given);
}

/** `sanode mon` and `sanode status`, which shows the state once. */
export function watch(name: "mon" | "status", args: readonly string[], given?: Output): Promise<number> {
  return runCommand(name, given, async (output) => {
    const options = readOptions(args, GROUPS);
    if (options.has("help")) {
      const { monHelp } = await import("./help.js");
      output.verbatim(monHelp());
      return ExitStatus.ok;
    }
    const interval = intervalOf(options);
    if (name === "status" || options.has("once") || options.has("xml-file")) return showOnce(options, output);
    return showAgainAndAgain(options, interval);
  });
}

async function showOnce(options: GivenOptions, output: Output): Promise<number> {
  const access = await openAccess(options, "sanode");
  try {
    const client = access.isLive ? access.live() : undefined;
    const fencing = client === undefined ? [] : await fencingHistory(client);
    show({ cib: await access.cib(), fencing, limitations: client?.limitations ?? [] }, options, output);
  } finally {
    access.close();
  }
  return ExitStatus.ok;
}

const CLEAR_SCREEN = "\x1b[2J\x1b[3J\x1b[H";

async function showAgainAndAgain(options: GivenOptions, interval: number): Promise<number> {
  let wake = (): void => {};
  const client = await connectTo(options.value("state"), () => wake());
  const isScreen = process.stdout.isTTY && !options.has("json");
  try {
    await client.ask("watch", {});
    for (;;) {
      const cib = await client.cib();
      const output = createOutput();
      if (isScreen) output.verbatim(CLEAR_SCREEN);
      const { limitations } = client;
      show({ cib, fencing: await fencingHistory(client), limitations }, options, output);
      if (!isScreen && !options.has("json")) output.line("");
      output.flush();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, interval);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    client.close();
  }
}

/** What there is to be shown. */
interface Shown {
  readonly cib: Parameters<typeof statusData>[0];
  readonly fencing: Awaited<ReturnType<typeof fencingHistory>>;
  readonly limitations: ControlClient["limitations"];
}

function show({ cib, fencing, limitations }: Shown, options: GivenOptions, output: Output): void {
  const now = Math.floor(Date.now() / 1000);
  if (options.has("json")) {
    output.line(JSON.stringify({ ...statusData(cib, now), fencing: fencing.map(recordData), limitations }));
    return;
  }
  const lines = statusLines(cib, {
    now,
    attributes: options.has("show-node-attributes"),
    failCounts: options.has("failcounts"),
  });
  for (const line of [...lines, ...fencingLines(fencing, options.has("fence-history"))]) output.line(line);
  if (limitations.length > 0) output.line("\nLimitations of this host:");
  for (const { message } of limitations) output.line(`  * ${message}`);
}
