import { fromEpoch, type XmlElement } from "@sanode/cib";
import {
  type Answer,
  formatDot,
  formatGraph,
  formatPlacementEvents,
  formatSummary,
  Scheduler,
  schedule,
  type Update,
} from "@sanode/pengine";
import { Random } from "../differential/random.js";
import { edits } from "./edit-cluster.js";

/** How the steps of a sequence were answered, and the first answer that was not a fresh one's. */
export interface Followed {
  readonly updates: readonly Update[];
  readonly mismatch: { readonly edit: string; readonly got: string; readonly wanted: string } | null;
}

/** Edits a document a number of times; a scheduler that follows must answer as `schedule` does each time. */
export function follow(seed: number, document: XmlElement, steps: number): Followed {
  const random = new Random(seed);
  const now = fromEpoch(Number(document.attributes["execution-date"]));
  const scheduler = new Scheduler(document, { now, recordPlacement: true });
  const updates: Update[] = [];
  let cib = document;
  for (let step = 0; step < steps; step += 1) {
    const [edit, change] = random.pick(Object.entries(edits)) ?? [];
    if (edit === undefined || change === undefined) break;
    cib = change(cib, random);
    const update = scheduler.update(cib);
    updates.push(update);
    const got = textOfAnswer(update.answer);
    const wanted = freshText(cib, now);
    if (got !== wanted) return { updates, mismatch: { edit, got, wanted } };
  }
  return { updates, mismatch: null };
}

function textOfAnswer(answer: Answer): string {
  return [
    ...formatPlacementEvents(answer.placementEvents, { scores: true, utilization: true }),
    ...formatSummary(answer.summary),
    formatGraph(answer.graph),
    answer.dot({ all: true, ids: true }),
    answer.dot(),
  ].join("\n");
}

function freshText(cib: XmlElement, now: ReturnType<typeof fromEpoch>): string {
  const { state, summary, graph } = schedule(cib, { now, recordPlacement: true });
  return [
    ...formatPlacementEvents(state.placementEvents ?? [], { scores: true, utilization: true }),
    ...formatSummary(summary),
    formatGraph(graph),
    formatDot(state, graph, { all: true, ids: true }),
    formatDot(state, graph),
  ].join("\n");
}
