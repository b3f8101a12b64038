import { compareVersions, lowerAscii } from "@sanode/cib";

/** An attribute manager that may become the writer. */
export interface WriterCandidate {
  readonly node: string;
  /** Such as `3.20.5`. */
  readonly featureSet: string;
  /** Milliseconds of processor time that it has used. */
  readonly processorTime: number;
}

/**
 * Who of several managers becomes the writer: the one with the lowest feature set, so that all understand it; of those the
 * one that has worked most, so that newcomers disturb nobody; else the first by name. Undefined without candidates.
 */
export function electWriter(candidates: readonly WriterCandidate[]): WriterCandidate | undefined {
  return [...candidates].sort(compare)[0];
}

function compare(a: WriterCandidate, b: WriterCandidate): number {
  const byVersion = compareVersions(a.featureSet, b.featureSet);
  if (byVersion !== 0) return byVersion;
  if (a.processorTime !== b.processorTime) return b.processorTime - a.processorTime;
  const [first, second] = [lowerAscii(a.node), lowerAscii(b.node)];
  return first < second ? -1 : first > second ? 1 : 0;
}
