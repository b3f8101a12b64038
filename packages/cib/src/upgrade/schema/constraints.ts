import {
  any,
  atLeastOne,
  atMostOne,
  type ElementType,
  exactlyOne,
  type Form,
  optional,
  required,
  words,
} from "./grammar.js";
import { rule } from "./rules.js";

const ROLES = [
  optional(words("Stopped", "Started", "Slave", "Master")),
  optional(words("Promoted", "Unpromoted"), { since: "3.7" }),
];

const ACTIONS = words("start", "promote", "demote", "stop");
const KINDS = words("Optional", "Mandatory", "Serialize");

const lifetime: ElementType = { children: [atLeastOne("rule", rule)] };

const resourceSet: ElementType = {
  choices: [
    [
      { attributes: { "id-ref": required("reference") } },
      resourceSetWith({ score: optional("score") }),
      resourceSetWith({ kind: required(KINDS, { since: "3.0" }) }),
    ],
  ],
};

function resourceSetWith(strength: NonNullable<Form["attributes"]>): Form {
  return {
    attributes: {
      id: required("id"),
      sequential: optional("boolean"),
      "require-all": optional("boolean", { since: "1.2" }),
      ordering: optional(words("group", "listed"), { since: "2.1" }),
      action: optional(ACTIONS),
      role: ROLES,
      ...strength,
    },
    children: [atLeastOne("resource_ref", { attributes: { id: required("reference") } })],
  };
}

const location: ElementType = {
  attributes: {
    id: required("id"),
    "resource-discovery": optional(words("always", "never", "exclusive"), { since: "2.2" }),
  },
  choices: [
    [
      { attributes: { rsc: required("reference"), role: since12(ROLES) } },
      { attributes: { "rsc-pattern": required("text"), role: ROLES }, since: "2.6" },
      { children: [atLeastOne("resource_set", resourceSet)], since: "1.2" },
    ],
    [
      { attributes: { score: required("score"), node: required("text") } },
      {
        children: [exactlyOne("rule", rule, { since: "4.0" }), atLeastOne("rule", rule, { until: "3.10" })],
      },
    ],
  ],
  children: [atMostOne("lifetime", lifetime, { until: "3.10" })],
  order: ["resource_set", "rule", "lifetime"],
};

function since12(rules: typeof ROLES): typeof ROLES {
  return rules.map((rule) => ({ since: "1.2", ...rule }));
}

const RETIRED_COLOCATION_SCORES: readonly Form[] = [
  { attributes: { score: optional("score") } },
  { attributes: { "score-attribute": required("text") }, until: "2.10" },
  { attributes: { "score-attribute-mangle": required("text") }, until: "2.10" },
];

const colocation: ElementType = {
  attributes: { id: required("id"), influence: optional("text", { since: "3.6" }) },
  choices: [
    RETIRED_COLOCATION_SCORES,
    [
      { children: [atLeastOne("resource_set", resourceSet)] },
      {
        attributes: {
          rsc: required("reference"),
          "with-rsc": required("reference"),
          "node-attribute": optional("text"),
          "rsc-role": ROLES,
          "with-rsc-role": ROLES,
        },
      },
    ],
  ],
  children: [atMostOne("lifetime", lifetime, { until: "3.10" })],
  order: ["lifetime", "resource_set"],
};

const ordering: ElementType = {
  attributes: {
    id: required("id"),
    symmetrical: optional("boolean"),
    "require-all": optional("boolean", { since: "2.3" }),
  },
  choices: [
    [{ attributes: { score: optional("score") } }, { attributes: { kind: required(KINDS) } }],
    [
      { children: [atLeastOne("resource_set", resourceSet)] },
      {
        attributes: {
          first: required("reference"),
          then: required("reference"),
          "first-action": optional(ACTIONS),
          "then-action": optional(ACTIONS),
        },
      },
    ],
  ],
  children: [atMostOne("lifetime", lifetime, { until: "3.10" })],
  order: ["lifetime", "resource_set"],
};

const ticket: ElementType = {
  attributes: {
    id: required("id"),
    ticket: required("text"),
    "loss-policy": optional(words("stop", "demote", "fence", "freeze")),
  },
  choices: [
    [
      { children: [atLeastOne("resource_set", resourceSet)] },
      { attributes: { rsc: required("reference"), "rsc-role": ROLES } },
    ],
  ],
};

export const constraints: ElementType = {
  section: "constraints",
  children: [
    any("rsc_location", location),
    any("rsc_colocation", colocation),
    any("rsc_order", ordering),
    any("rsc_ticket", ticket, { since: "1.2" }),
  ],
};
