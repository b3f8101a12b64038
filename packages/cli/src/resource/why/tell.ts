import type { Explanation, NodeVerdict } from "./explanation.js";

/** An explanation in lines. */
export function tellWhy({ resource, active, decision, reasons, nodes }: Explanation): readonly string[] {
  const now = active.length === 0 ? "runs nowhere" : `runs on ${active.join(" and ")}`;
  return [
    `${resource} ${now}, and ${decision}.`,
    ...reasons.flatMap(({ text, advice }) => [
      `  * ${text}`,
      ...(advice === undefined ? [] : [`      -> ${advice}`]),
    ]),
    "  Nodes:",
    ...nodes.flatMap(tellNode),
  ];
}

function tellNode({ node, unusable, score, isChosen, reasons }: NodeVerdict): readonly string[] {
  const total = score === null ? "not a candidate" : score;
  const chosen = isChosen ? ", chosen" : "";
  const without = unusable === null ? "" : `; ${unusable}`;
  return [
    `    ${node}: ${total}${chosen}${without}`,
    ...reasons.map(({ score: part, text }) => `      ${signed(part).padStart(9)}  ${text}`),
  ];
}

function signed(score: string): string {
  return score.startsWith("-") ? score : `+${score}`;
}
