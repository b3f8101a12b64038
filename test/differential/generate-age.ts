import type { XmlElement, XmlNode } from "@sanode/cib";
import type { Random } from "./random.js";

/**
 * The document as an older version of the tools would have written it: with the names that were in use then, and a
 * schema version to match. The document itself if it is not to be aged.
 */
export function age(random: Random, document: XmlElement): XmlElement {
  if (!random.chance(0.15)) return document;
  const schema = random.pick([
    "pacemaker-3.0",
    "pacemaker-3.5",
    "pacemaker-3.9",
    "pacemaker-3.10",
    "pacemaker-2.10",
    "pacemaker-2.0",
    "pacemaker-1.3",
    "pacemaker-1.2",
    "none",
  ]);
  const isOld = !/-(?:3\.[1-9])/.test(schema);
  const aged = visit(document, { random, isOld, hasMaster: isOld && random.chance(0.7) });
  return { ...aged, attributes: { ...aged.attributes, "validate-with": schema } };
}

interface Age {
  readonly random: Random;
  /** Before the names of roles were changed. */
  readonly isOld: boolean;
  /** Promotable clones are elements of their own. */
  readonly hasMaster: boolean;
}

const oldRoles: Readonly<Record<string, string>> = { Promoted: "Master", Unpromoted: "Slave" };
const oldMeta: Readonly<Record<string, string>> = {
  "promoted-max": "master-max",
  "promoted-node-max": "master-node-max",
};
const oldOptions: Readonly<Record<string, string>> = {
  "fencing-enabled": "stonith-enabled",
  "fencing-action": "stonith-action",
  "fencing-timeout": "stonith-timeout",
  "stop-removed-resources": "stop-orphan-resources",
  "cancel-removed-actions": "stop-orphan-actions",
};

function visit(element: XmlElement, how: Age): XmlElement {
  const { random, isOld } = how;
  let attributes: Record<string, string> = { ...element.attributes };
  for (const name of ["role", "rsc-role", "with-rsc-role"]) {
    const role = attributes[name];
    if (isOld && role !== undefined) attributes[name] = oldRoles[role] ?? role;
  }
  if (element.name === "nvpair") attributes = agePair(attributes, how);
  let children: XmlNode[] = element.children.map((child) =>
    child.kind === "element" ? visit(child, how) : child,
  );
  const isPromotable = element.name === "clone" && isOn(element, "promotable");
  if (isPromotable && how.hasMaster) {
    children = children.map((child) => (child.kind === "element" ? withoutPair(child, "promotable") : child));
    return { ...element, name: "master", attributes, children };
  }
  if (element.name === "primitive" && random.chance(0.05)) {
    const id = `${attributes.id ?? ""}-restart-type`;
    const pair: XmlElement = {
      kind: "element",
      name: "nvpair",
      attributes: { id: `${id}-pair`, name: "restart-type", value: random.pick(["restart", "ignore"]) },
      children: [],
    };
    children = [
      { kind: "element", name: "meta_attributes", attributes: { id }, children: [pair] },
      ...children,
    ];
  }
  return { ...element, attributes, children };
}

function agePair(attributes: Readonly<Record<string, string>>, { isOld }: Age): Record<string, string> {
  const { name = "", value = "" } = attributes;
  const renamed = oldOptions[name] ?? (isOld ? (oldMeta[name] ?? name) : name);
  const role = isOld && name === "target-role" ? (oldRoles[value] ?? value) : value;
  return { ...attributes, name: renamed, value: role };
}

function isOn(element: XmlElement, name: string): boolean {
  return element.children.some(
    (block) =>
      block.kind === "element" &&
      block.name === "meta_attributes" &&
      block.children.some(
        (pair) =>
          pair.kind === "element" && pair.attributes.name === name && pair.attributes.value === "true",
      ),
  );
}

/** A block that would be left empty stays: older versions wrote such ones too. */
function withoutPair(block: XmlElement, name: string): XmlElement {
  if (block.name !== "meta_attributes") return block;
  return {
    ...block,
    children: block.children.filter((pair) => pair.kind !== "element" || pair.attributes.name !== name),
  };
}
