import { any, atMostOne, type BannedPairs, type ElementType, optional, required } from "./grammar.js";
import { rule } from "./rules.js";

/** A block of name/value pairs, or a reference to one, without the pairs that its place rules out. */
export function block(...banned: readonly BannedPairs[]): ElementType {
  return {
    choices: [
      [
        { attributes: { "id-ref": required("reference") } },
        {
          attributes: { id: required("id"), score: optional("score") },
          children: [any("nvpair", pair(banned)), atMostOne("rule", rule)],
        },
      ],
    ],
  };
}

function pair(banned: readonly BannedPairs[]): ElementType {
  return {
    banned,
    choices: [
      [
        {
          attributes: { "id-ref": required("reference"), name: optional("text", { until: "3.10" }) },
          since: "1.3",
        },
        {
          attributes: {
            id: required("id"),
            name: required("text"),
            value: [optional("text", { until: "3.10" }), required("text", { since: "4.0" })],
          },
        },
      ],
    ],
  };
}

/** A block that may hold any pair. */
export const plainBlock = block();
