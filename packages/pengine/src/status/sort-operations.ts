import type { HistoryEntry } from "../model/history.js";
import { parseTransitionMagic } from "./history-entry.js";

/**
 * The order in which operations happened: negative if `a` came first, positive if `b` did, 0 if nobody can
 * tell. Not transitive where pending operations, missing times or duplicate ids are involved.
 */
export function compareEntries(a: HistoryEntry, b: HistoryEntry): number {
  const sameNode = a.onNode === b.onNode;
  if (sameNode && a.id === b.id) return 0;
  if (a.callId === -1 && b.callId === -1) return 0;
  if (sameNode && a.callId >= 0 && a.callId < b.callId) return -1;
  if (sameNode && b.callId >= 0 && a.callId > b.callId) return 1;
  if (a.callId >= 0 && b.callId >= 0) return compareTimes(a, b);
  return comparePending(a, b);
}

function compareTimes(a: HistoryEntry, b: HistoryEntry): number {
  const timeA = a.lastChange ?? -1;
  const timeB = b.lastChange ?? -1;
  return timeA >= 0 && timeB >= 0 ? Math.sign(timeA - timeB) : 0;
}

/** One of the two is pending and has no call id yet: the transition that asked for it tells. */
function comparePending(a: HistoryEntry, b: HistoryEntry): number {
  const keyA = parseTransitionMagic(a.element.attributes["transition-magic"]);
  const keyB = parseTransitionMagic(b.element.attributes["transition-magic"]);
  if (keyA === undefined || keyB === undefined) return 0;
  if (keyA.uuid.toLowerCase() !== keyB.uuid.toLowerCase() || keyA.transition === keyB.transition) {
    if (a.callId === -1) return 1;
    return b.callId === -1 ? -1 : 0;
  }
  return transitionRank(keyA.transition) < transitionRank(keyB.transition) ? -1 : 1;
}

function transitionRank(transition: number): number {
  return transition === -1 ? Number.POSITIVE_INFINITY : transition;
}

/**
 * The entries of one resource in the order in which they happened. Entries that compare as equal stand in
 * reverse document order. Because the comparison is not always transitive, the way of sorting shows: a
 * merge sort that halves from the top and prefers the left on ties.
 */
export function sortOperations(entries: readonly HistoryEntry[]): HistoryEntry[] {
  return mergeSort(entries.toReversed());
}

function mergeSort(entries: HistoryEntry[]): HistoryEntry[] {
  if (entries.length < 2) return entries;
  const middle = entries.length >> 1;
  const left = mergeSort(entries.slice(0, middle));
  const right = mergeSort(entries.slice(middle));
  const merged: HistoryEntry[] = [];
  let l = 0;
  let r = 0;
  for (;;) {
    const a = left[l];
    const b = right[r];
    if (a === undefined) return merged.concat(right.slice(r));
    if (b === undefined) return merged.concat(left.slice(l));
    if (compareEntries(a, b) <= 0) {
      merged.push(a);
      l += 1;
    } else {
      merged.push(b);
      r += 1;
    }
  }
}
