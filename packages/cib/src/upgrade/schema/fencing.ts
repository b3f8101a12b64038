import { any, type ElementType, required } from "./grammar.js";

const level: ElementType = {
  attributes: {
    id: required("id"),
    index: [required("level", { until: "3.10" }), required("limited-level", { since: "4.0" })],
    devices: required("device-list"),
  },
  choices: [
    [
      { attributes: { target: required("text") } },
      { attributes: { "target-pattern": required("text") } },
      {
        attributes: { "target-attribute": required("text"), "target-value": required("text") },
        since: "2.4",
      },
    ],
  ],
};

export const fencingTopology: ElementType = {
  section: "fencing",
  children: [any("fencing-level", level)],
};
