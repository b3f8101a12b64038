import { formatScore } from "@sanode/cib";
import type { PlacementEvent } from "../model/state.js";

/** The lines of assignment and promotion scores, capacities and utilization, in the order of evaluation; no notes. */
export function formatPlacementEvents(
  events: readonly PlacementEvent[],
  show: { readonly scores: boolean; readonly utilization: boolean },
): string[] {
  const lines: string[] = [];
  for (const event of events) {
    switch (event.kind) {
      case "scores":
        if (show.scores) lines.push(...scoreLines(event));
        break;
      case "promotion":
        if (show.scores) lines.push(promotionLine(event));
        break;
      case "capacity":
        if (show.utilization) {
          const moment = event.moment === "original" ? "Original" : "Remaining";
          lines.push(`${moment}: ${event.node.name} capacity:${pairs(event.utilization)}`);
        }
        break;
      case "utilization":
        if (show.utilization) {
          const used = pairs(event.utilization);
          lines.push(`pcmk__assign_resource: ${event.resource.id} utilization on ${event.node.name}:${used}`);
        }
        break;
    }
  }
  return lines;
}

function scoreLines(event: Extract<PlacementEvent, { kind: "scores" }>): string[] {
  return event.scores.map(
    ({ node, score }) =>
      `pcmk__${event.label}_assign: ${event.resource.id} allocation score on ${node.name}: ${formatScore(score)}`,
  );
}

function promotionLine({ resource, node, score }: Extract<PlacementEvent, { kind: "promotion" }>): string {
  const place = node === null ? "(inactive)" : `on ${node.name}`;
  return `${resource.id} promotion score ${place}: ${formatScore(score)}`;
}

function pairs(utilization: readonly (readonly [string, string])[]): string {
  return utilization.map(([name, value]) => ` ${name}=${value}`).join("");
}
