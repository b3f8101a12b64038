import { elements, type XmlElement } from "@sanode/cib";

/** Something that happens to one resource of a cluster at rest. */
export interface KindOfChange {
  readonly name: string;
  /** Shares with the document whatever it leaves alone, as a patchset does. */
  readonly make: (cib: XmlElement, resource: string) => XmlElement;
}

/** What leads from the document to a resource's history. */
const path: readonly string[] = ["cib", "status", "node_state", "lrm", "lrm_resources"];

/** The document with the recorded monitor of a resource changed. */
function withMonitor(
  parent: XmlElement,
  resource: string,
  attributes: Readonly<Record<string, string>>,
): XmlElement {
  if (parent.name === "lrm_resource" && parent.attributes.id === resource) {
    return withChildren(parent, (operation) =>
      operation.attributes.operation === "monitor" && operation.attributes.interval !== "0"
        ? { ...operation, attributes: { ...operation.attributes, ...attributes } }
        : operation,
    );
  }
  if (!path.includes(parent.name)) return parent;
  return withChildren(parent, (child) => withMonitor(child, resource, attributes));
}

/** The document with the meta-attributes of a resource replaced. */
function withMeta(parent: XmlElement, resource: string, name: string, value: string): XmlElement {
  if (parent.name === "primitive" && parent.attributes.id === resource) {
    const id = `${resource}-setting`;
    const pair: XmlElement = {
      kind: "element",
      name: "nvpair",
      attributes: { id, name, value },
      children: [],
    };
    const block = { name: "meta_attributes", attributes: { id: `${id}s` }, children: [pair] };
    return { ...parent, children: [{ kind: "element", ...block }, ...parent.children] };
  }
  if (!["cib", "configuration", "resources", "group"].includes(parent.name)) return parent;
  return withChildren(parent, (child) => withMeta(child, resource, name, value));
}

function withChildren(parent: XmlElement, change: (child: XmlElement) => XmlElement): XmlElement {
  const children = elements(parent);
  const changed = children.map(change);
  return changed.every((child, at) => child === children[at]) ? parent : { ...parent, children: changed };
}

export const kindsOfChange: readonly KindOfChange[] = [
  {
    name: "a monitor failed",
    make: (cib, resource) => withMonitor(cib, resource, { "rc-code": "7", "call-id": "9999" }),
  },
  {
    name: "a success recorded again",
    make: (cib, resource) =>
      withMonitor(cib, resource, { "last-rc-change": "1699999999", "call-id": "9999" }),
  },
  {
    name: "an execution time",
    make: (cib, resource) => withMonitor(cib, resource, { "exec-time": "77" }),
  },
  {
    name: "a resource is to be stopped",
    make: (cib, resource) => withMeta(cib, resource, "target-role", "Stopped"),
  },
  {
    name: "a priority, decided anew in full",
    make: (cib, resource) => withMeta(cib, resource, "priority", "5"),
  },
];
