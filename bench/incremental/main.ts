import { fromEpoch, type XmlElement } from "@sanode/cib";
import { formatGraph, formatSummary, Scheduler, schedule, type Update } from "@sanode/pengine";
import { times } from "../families/family.js";
import { threadTime } from "../measure/thread-time.js";
import { type KindOfChange, kindsOfChange } from "./changes.js";
import { type FollowedCluster, followedClusters, NODES, RESOURCES } from "./clusters.js";

/*
 * What a scheduler that follows a cluster takes for one change, against deciding everything anew; both in process and
 * warm, with the graph and the summary; processor time. "There" is the first change of a resource, "back" undoes it.
 */

const ROUNDS = 40;
const now = fromEpoch(1_700_000_000);

interface Timing {
  readonly there: number;
  readonly back: number;
  readonly ways: ReadonlySet<string>;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

/** Milliseconds of processor time. */
function measure(round: () => void): number {
  const begin = threadTime();
  round();
  return threadTime() - begin;
}

function fresh(cib: XmlElement): void {
  const { graph, summary } = schedule(cib, { now });
  formatGraph(graph);
  formatSummary(summary);
}

function follow(scheduler: Scheduler, cib: XmlElement): Update {
  const update = scheduler.update(cib);
  formatGraph(update.answer.graph);
  formatSummary(update.answer.summary);
  return update;
}

function timing({ cib, resources }: FollowedCluster, { make }: KindOfChange): Timing {
  const scheduler = new Scheduler(cib, { now });
  const [there, back]: [number[], number[]] = [[], []];
  const ways = new Set<string>();
  const note = (update: Update): void => {
    ways.add(update.how === "full" ? `full: ${update.reason}` : update.how);
  };
  for (const resource of resources.slice(0, ROUNDS)) {
    const changed = make(cib, resource);
    there.push(measure(() => note(follow(scheduler, changed))));
    back.push(measure(() => note(follow(scheduler, cib))));
  }
  return { there: median(there), back: median(back), ways };
}

function report(cluster: FollowedCluster): void {
  for (const kind of kindsOfChange) timing(cluster, kind);
  const anew = median(times(ROUNDS, () => measure(() => fresh(cluster.cib))));
  console.log(
    `\n${NODES} nodes × ${RESOURCES} resources, ${cluster.name}; deciding everything anew takes ${anew.toFixed(1)} ms\n`,
  );
  console.log("| change | there ms | times faster | back ms | times faster | how |");
  console.log("| --- | ---: | ---: | ---: | ---: | --- |");
  for (const kind of kindsOfChange) {
    const { there, back, ways } = timing(cluster, kind);
    const faster = (took: number): string => (anew / took).toFixed(0);
    const cells = [
      kind.name,
      there.toFixed(2),
      faster(there),
      back.toFixed(2),
      faster(back),
      [...ways].join(", "),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

for (const make of followedClusters) report(make());
