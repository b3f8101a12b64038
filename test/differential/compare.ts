import type { Outputs } from "./reference.js";

export type Kind = keyof Outputs;
export const kinds: readonly Kind[] = ["scores", "dot", "exp", "summary"];

/** The kinds in which two runs differ, white space and line order (scores, dot) aside. */
export function differences(left: Outputs, right: Outputs): Kind[] {
  return kinds.filter((kind) => normalise(kind, left[kind]) !== normalise(kind, right[kind]));
}

export function normalise(kind: Kind, text: string): string {
  const lines = clean(kind, text)
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line !== "");
  return (kind === "scores" || kind === "dot" ? [...new Set(lines)].sort() : lines).join("\n");
}

function clean(kind: Kind, text: string): string {
  if (kind === "exp")
    return text.replace(/ crm_feature_set="[^"]*"/g, "").replace(/ batch-limit="[^"]*"/g, "");
  if (kind !== "summary") return text;
  const before = text.split("Executing Cluster Transition:")[0] ?? "";
  return before
    .split("\n")
    .filter(
      (line) =>
        !/^Using the original|^Setting effective|DISABLED/.test(line) &&
        !line.includes("The cluster will not attempt"),
    )
    .join("\n");
}
