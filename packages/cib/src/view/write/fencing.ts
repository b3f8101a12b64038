import { element, type XmlElement } from "../../xml/tree.js";
import type { FencingLevel } from "../fencing.js";
import { attributesOf } from "./attributes.js";

/** Writes a `fencing-level`. */
export function writeFencingLevel({ id, index, devices, target }: FencingLevel): XmlElement {
  return element(
    "fencing-level",
    attributesOf({ id, ...targetAttributes(target), index, devices: devices.join(",") }),
  );
}

function targetAttributes(target: FencingLevel["target"]): Readonly<Record<string, string>> {
  switch (target.kind) {
    case "node":
      return { target: target.node };
    case "pattern":
      return { "target-pattern": target.pattern };
    case "attribute":
      return { "target-attribute": target.name, "target-value": target.value };
  }
}
