import { type OptionRule, type OptionType, optionRules } from "@sanode/pengine";
import type { Output } from "../command/output.js";
import type { AttributeArguments } from "./options.js";

/** Prints the cluster options that there are, in alphabetical order, with their values and defaults. */
export function listOptions({ all, json }: AttributeArguments, output: Output): void {
  const rules: readonly OptionRule[] = optionRules;
  const shown = rules
    .filter(({ deprecated }) => all || deprecated !== true)
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  if (json) {
    output.line(JSON.stringify(shown, null, 2));
    return;
  }
  output.line("Cluster options (sanode attribute --name NAME --update VALUE)\n");
  for (const rule of shown) output.line(describe(rule));
}

function describe({ name, type, default: fallback, alias, deprecated }: OptionRule): string {
  const notes = [
    describeType(type),
    fallback === undefined ? "no default" : `default: ${fallback}`,
    ...(alias === undefined ? [] : [`older name: ${alias}`]),
    ...(deprecated === true ? ["deprecated"] : []),
  ];
  return `  * ${name}: ${notes.join("; ")}`;
}

function describeType(type: OptionType): string {
  if (typeof type === "string") return type;
  return ("words" in type ? type.words : type.exactWords).join(", ");
}
