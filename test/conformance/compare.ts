import type { CaseOutputs } from "./run-case.js";

export type Kind = keyof CaseOutputs;

export const kinds: readonly Kind[] = ["scores", "dot", "exp", "summary"];

/** The kinds in which two runs differ. */
export function differences(left: CaseOutputs, right: CaseOutputs): Kind[] {
  return kinds.filter((kind) => normalize(kind, left[kind]) !== normalize(kind, right[kind]));
}

/**
 * A text as it is compared: white space is one blank and empty lines don't count; lines of scores and dot files are a sorted
 * set; graphs go without the attributes that depend on the implementation.
 */
export function normalize(kind: Kind, text: string): string {
  switch (kind) {
    case "scores":
    case "dot":
      return [...new Set(linesOf(text))].sort().join("\n");
    case "exp":
      return linesOf(withoutOwnAttributes(text)).join("\n");
    case "summary":
      return linesOf(text).join("\n");
  }
}

/** Removing an attribute may leave a blank before the end of a tag. */
function withoutOwnAttributes(graph: string): string {
  return graph.replace(/(?:crm_feature_set|batch-limit)="[^"]*"/g, "").replace(/\s+(\/?>)/g, "$1");
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line !== "");
}
