import { fromEpoch, parseXml } from "@sanode/cib";
import { formatDot } from "../../packages/pengine/src/graph/format-dot.js";
import { formatGraph } from "../../packages/pengine/src/graph/format-graph.js";
import { formatSummary } from "../../packages/pengine/src/report/format-summary.js";
import { formatList, formatSections } from "../../packages/pengine/src/report/layout.js";
import { nodeList } from "../../packages/pengine/src/report/node-list.js";
import { resourceList } from "../../packages/pengine/src/report/resource-list.js";
import { formatPlacementEvents } from "../../packages/pengine/src/report/scores.js";
import { statusContext } from "../../packages/pengine/src/report/status-context.js";
import { scheduleState, unpack } from "../../packages/pengine/src/schedule.js";
import type { Outputs } from "./reference.js";

export function runOurs(text: string): Outputs {
  const root = parseXml(text);
  const state = unpack(root, {
    now: fromEpoch(Number(root.attributes["execution-date"])),
    recordPlacement: true,
  });
  const status = formatSections(
    "Current cluster status",
    [nodeList(state), resourceList(statusContext(state, true))].filter(
      (s) => s.title !== "Node List" || state.nodes.length > 0,
    ),
  );
  const result = scheduleState(state);
  return {
    scores: formatPlacementEvents(state.placementEvents ?? [], { scores: true, utilization: false }).join(
      "\n",
    ),
    exp: formatGraph(result.graph),
    dot: formatDot(state, result.graph as never),
    summary: [
      ...status,
      "",
      ...formatList({ title: "Transition Summary", items: formatSummary(result.summary) }),
    ].join("\n"),
  };
}
