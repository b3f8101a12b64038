import { element, formatScore, type XmlElement } from "@sanode/cib";
import type { PlacementEvent } from "../../model/state.js";

/** Scores, capacities and utilization, in the order of evaluation; no notes. */
export function placementElement(
  events: readonly PlacementEvent[],
  show: { readonly scores: boolean; readonly utilization: boolean },
): XmlElement {
  return element(
    placementName(show),
    {},
    events.flatMap((event) => {
      const isScore = event.kind === "scores" || event.kind === "promotion";
      return (isScore ? show.scores : show.utilization) ? eventElements(event) : [];
    }),
  );
}

function placementName({ scores, utilization }: { scores: boolean; utilization: boolean }): string {
  if (!utilization) return "allocations";
  return scores ? "allocations_utilizations" : "utilizations";
}

function eventElements(event: PlacementEvent): XmlElement[] {
  switch (event.kind) {
    case "scores":
      return event.scores.map(({ node, score }) =>
        element("node_weight", {
          function: `pcmk__${event.label}_assign`,
          node: node.name,
          score: formatScore(score),
          id: event.resource.id,
        }),
      );
    case "promotion": {
      const { resource, node, score } = event;
      const place = node === null ? {} : { node: node.name };
      return [element("promotion_score", { id: resource.id, score: formatScore(score), ...place })];
    }
    case "capacity": {
      const comment = event.moment === "original" ? "Original" : "Remaining";
      return [element("capacity", { node: event.node.name, comment }, amounts(event.utilization))];
    }
    case "utilization": {
      const { resource, node, utilization } = event;
      const attributes = { resource: resource.id, node: node.name, function: "pcmk__assign_resource" };
      return [element("utilization", attributes, amounts(utilization))];
    }
    case "note":
      return [];
  }
}

function amounts(utilization: readonly (readonly [string, string])[]): XmlElement[] {
  return utilization.map(([name, value]) => element(name, {}, [{ kind: "text", text: value }]));
}
