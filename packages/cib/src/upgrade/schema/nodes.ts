import { plainBlock } from "./blocks.js";
import { any, type ElementType, optional, required, words } from "./grammar.js";

const node: ElementType = {
  attributes: {
    id: required("text"),
    uname: required("text"),
    type: [
      required(words("normal", "member", "ping"), { until: "1.0" }),
      optional(words("normal"), { since: "1.2", until: "2.10" }),
      optional(words("ping"), { since: "1.2", until: "3.10" }),
      optional(words("member"), { since: "1.2" }),
      optional(words("remote"), { since: "1.3" }),
    ],
    description: optional("text"),
    score: optional("score", { since: "1.2" }),
  },
  children: [any("instance_attributes", plainBlock), any("utilization", plainBlock, { since: "1.2" })],
};

export const nodes: ElementType = { section: "nodes", children: [any("node", node)] };
