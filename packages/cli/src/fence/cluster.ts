import type { ControlClient } from "@sanode/controller";
import {
  describeFailure,
  type FenceRequest,
  formatEventCount,
  formatRecord,
  type OperationRecord,
} from "@sanode/fencing";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { connectTo } from "../input/cluster-access.js";
import { localTime } from "./local-time.js";
import type { FenceArguments } from "./options.js";
import { lines, type Told } from "./told.js";

type Answer = Awaited<ReturnType<typeof ask>>;

/** By what the fencers know this command. */
const CLIENT = `sanode.${process.pid}`;

/** `off`, `reboot`, `on`: fences a node of a running cluster, or unfences it. */
export async function fence(
  action: FenceRequest["action"],
  call: FenceArguments,
  words: readonly string[],
): Promise<Told> {
  const node = onlyWord(words, "NODE");
  const { timeout, delay } = call;
  const answer = await withCluster(call, (client) => ask(client, { node, action, timeout, delay }));
  return tell(node, action, answer);
}

/** `confirm`: somebody has made sure that a node is down. */
export async function confirm(call: FenceArguments, words: readonly string[]): Promise<Told> {
  const node = onlyWord(words, "NODE");
  const answer = await withCluster(call, (client) => client.ask("confirm-fencing", { node, client: CLIENT }));
  return tell(node, "off", answer);
}

/** `history`: what was done, to one node or to all. */
export async function showHistory(call: FenceArguments, words: readonly string[]): Promise<Told> {
  const [node] = words;
  const { records } = await withCluster(call, (client) => client.ask("fencing-history", {}));
  const shown =
    node === undefined || node === "*" ? records : records.filter(({ target }) => target === node);
  const text = lines([
    ...shown.map((record) => formatRecord(record, shown, localTime)),
    formatEventCount(shown.length),
  ]);
  return { status: ExitStatus.ok, text, value: { events: shown.map(recordData) } };
}

/** What programs are told of a record. */
export function recordData(record: OperationRecord): Readonly<Record<string, unknown>> {
  const { target, action, client, originator, delegate, state, completed, result } = record;
  return { target, action, client, originator, delegate, state, completed, reason: result?.reason ?? null };
}

function ask(
  client: ControlClient,
  request: Pick<FenceRequest, "action" | "timeout" | "delay"> & { readonly node: string },
): ReturnType<typeof client.ask<"request-fencing">> {
  return client.ask("request-fencing", { ...request, client: CLIENT });
}

/** Nothing is said of success, as by `stonith_admin`. */
function tell(node: string, action: FenceRequest["action"], answer: Answer): Told {
  const { text, exitStatus: status } = describeFailure(answer);
  const value = { node, action, ...answer };
  if (answer.succeeded) return { status: ExitStatus.ok, text: "", value };
  const reason = answer.reason === null || answer.reason === text ? "" : ` (${answer.reason})`;
  const what = action === "on" ? "unfence" : "fence";
  return { status, text: "", errors: `sanode fence: Couldn't ${what} ${node}: ${text}${reason}\n`, value };
}

async function withCluster<T>(
  { state, source }: FenceArguments,
  work: (client: ControlClient) => Promise<T>,
): Promise<T> {
  if (source !== null && source.kind !== "live") {
    throw new CommandError(ExitStatus.usage, "A running cluster is needed for that, not a file");
  }
  const client = await connectTo(state);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

function onlyWord(words: readonly string[], what: string): string {
  const [word, ...more] = words;
  if (word !== undefined && word !== "" && more.length === 0) return word;
  throw new CommandError(ExitStatus.usage, `Exactly one ${what} is needed`);
}
