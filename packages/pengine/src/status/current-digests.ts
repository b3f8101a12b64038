import { parseInteger } from "@sanode/cib";
import type { HistoryEntry } from "../model/history.js";
import type { ClusterNode } from "../model/node.js";
import type { Primitive } from "../model/resource.js";
import type { ClusterState } from "../model/state.js";
import { createDigests, mainDigest, restartDigest, secureDigest } from "./digests.js";
import { compareEntries } from "./sort-operations.js";
import { recordedEntries } from "./status-memory.js";

/** The digests that an operation of a resource on a node would have if it were executed now. */
export interface CurrentDigests {
  /** The operation that stands for all of the resource's. */
  readonly task: string;
  /** Milliseconds. */
  readonly interval: number;
  readonly all: string;
  /** Without parameters that are secret. */
  readonly nonPrivate: string;
  /** Of the parameters whose change asks for a restart; null if the history does not name any. */
  readonly nonReloadable: string | null;
}

/**
 * The digests by which changes of a resource's parameters are noticed, as they are with the present configuration.
 *
 * Lists of secret and of reloadable parameters are those of the history: of the newest operation that names reloadable
 * ones, else of the one that made or found the resource active. Without history the operation is a start; the history
 * of an instance is found under its full name only.
 * Source: what `crm_resource --digests` shows.
 *
 * @param overrides parameters that take the place of configured ones; `CRM_meta_interval` sets the interval, in
 *   milliseconds
 */
export function currentDigests(
  state: ClusterState,
  resource: Primitive,
  node: ClusterNode,
  overrides: ReadonlyMap<string, string>,
): CurrentDigests {
  const entry = shownEntry(recordedEntries(state, node.name, resource.id));
  const task = entry?.task ?? "start";
  const given = overrides.get("CRM_meta_interval");
  const interval = given === undefined ? (entry?.intervalMs ?? 0) : Math.max(parseInteger(given) ?? 0, 0);
  const digests = createDigests(state, resource, node, task, interval, entry, overrides);
  return {
    task,
    interval,
    all: mainDigest(digests),
    nonPrivate: secureDigest(state, resource, digests),
    nonReloadable: restartDigest(state, digests),
  };
}

/** In document order: an operation takes the place of an older one unless that tells more. */
function shownEntry(entries: readonly HistoryEntry[]): HistoryEntry | null {
  let shown: HistoryEntry | null = null;
  for (const entry of entries) {
    if (shown === null || (compareEntries(entry, shown) > 0 && !tellsMore(shown, entry))) shown = entry;
  }
  return shown;
}

/** Whether an operation tells more than a newer one of the parameters that the resource was started with. */
function tellsMore(older: HistoryEntry, newer: HistoryEntry): boolean {
  if (namesReloadable(older) && !namesReloadable(newer)) return true;
  if (!BEGINNING.has(older.task)) return false;
  return !BEGINNING.has(newer.task) || (newer.intervalMs > 0 && older.intervalMs === 0);
}

function namesReloadable({ element }: HistoryEntry): boolean {
  return element.attributes["op-restart-digest"] !== undefined;
}

/** Operations that make a resource active or find it so. */
const BEGINNING: ReadonlySet<string> = new Set(["monitor", "start", "promote", "migrate_from"]);
