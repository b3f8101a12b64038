import { block } from "./blocks.js";
import { any, type ElementType, optional, required, words } from "./grammar.js";

const OPERATION_ATTRIBUTES_AS_PARAMETERS = {
  names: [
    "enabled",
    "interval-origin",
    "on-fail",
    "record-pending",
    "requires",
    "role",
    "start-delay",
    "timeout",
  ],
  since: "3.0",
  until: "3.0",
} as const;

const operation: ElementType = {
  attributes: {
    id: required("id"),
    name: required("text"),
    interval: required("text"),
    description: optional("text"),
    timeout: optional("text"),
    enabled: optional("boolean"),
    "record-pending": optional("boolean"),
    role: [
      optional(words("Stopped", "Started", "Slave", "Master")),
      optional(words("Promoted", "Unpromoted"), { since: "3.7" }),
    ],
    "on-fail": [
      optional(words("ignore", "block", "stop", "restart", "standby", "fence")),
      optional(words("restart-container"), { since: "1.2" }),
      optional(words("demote"), { since: "3.4" }),
    ],
    requires: [
      optional(words("nothing", "quorum", "fencing"), { until: "2.10" }),
      optional(words("unfencing"), { since: "1.3", until: "2.10" }),
    ],
  },
  choices: [
    [
      { attributes: { "start-delay": optional("text") } },
      { attributes: { "interval-origin": required("text") } },
    ],
  ],
  children: [
    any("instance_attributes", block(OPERATION_ATTRIBUTES_AS_PARAMETERS)),
    any(
      "meta_attributes",
      block(
        { names: ["requires"], since: "3.0", until: "3.10" },
        { names: ["can_fail", "role_after_failure"], since: "4.0" },
      ),
    ),
  ],
};

export const operations: ElementType = {
  attributes: { id: optional("id"), "id-ref": optional("reference") },
  children: [any("op", operation)],
};
