import { element, type XmlElement } from "@sanode/cib";
import { toXmlName } from "./xml-name.js";

/** A block of name-value pairs for a resource that Pacemaker makes by itself. */
export function block(
  kind: "meta_attributes" | "instance_attributes",
  id: string,
  pairs: Readonly<Record<string, string>>,
): XmlElement {
  const blockId = toXmlName(id);
  const children = Object.entries(pairs).map(([name, value]) =>
    element("nvpair", { id: toXmlName(`${id}-${name}`), name, value }),
  );
  return element(kind, { id: blockId }, children);
}

/** A recurring monitor of a resource that Pacemaker makes by itself. */
export function monitorOperation(id: string, interval: string, timeout?: string): XmlElement {
  const attributes = { id: toXmlName(`${id}-monitor-${interval}`), interval, name: "monitor" };
  return element("op", timeout === undefined ? attributes : { ...attributes, timeout });
}
