import { element, type XmlElement } from "@sanode/cib";
import type { ChangeRequest } from "@sanode/cib/operations";
import type { Attribute } from "./attribute.js";
import { sanitizeId } from "./ids.js";

/**
 * The requests that make the status section say what an attribute's values are: one for each node whose id is known.
 * Together they are one transaction of the writer.
 *
 * Source: Pacemaker Explained, "Status", "Transient Node Attributes".
 *
 * @param nodeId the XML id of a node; that of a Pacemaker Remote node is its name
 */
export function attributeChanges(
  { definition, values }: Attribute,
  nodeId: (node: string) => string | undefined,
): readonly ChangeRequest[] {
  if (definition.isPrivate) return [];
  return values.flatMap(({ node, value }): ChangeRequest[] => {
    const id = nodeId(node);
    if (id === undefined) return [];
    const { name, setType } = definition;
    const set = sanitizeId(definition.setId ?? `status-${id}`);
    const pair = sanitizeId(`${set}-${name}`);
    if (value === null) {
      const block = `${transientAttributesPath(id)}/${setType}[@id=${literal(set)}]`;
      return [
        { operation: "delete", xpath: `${block}/nvpair[@id=${literal(pair)} and @name=${literal(name)}]` },
      ];
    }
    const input = nodeState(
      id,
      element(setType, { id: set }, [element("nvpair", { id: pair, name, value })]),
    );
    // A value that looks as if it counted up, such as NAME++, is meant literally.
    return [{ operation: "modify", section: "status", input, canCreate: true, scoreUpdates: false }];
  });
}

/** The request that removes everything that is written of a node's transient attributes. */
export function removeTransientAttributes(nodeId: string): ChangeRequest {
  return { operation: "delete", xpath: transientAttributesPath(nodeId) };
}

function nodeState(id: string, block: XmlElement): XmlElement {
  return element("node_state", { id }, [element("transient_attributes", { id }, [block])]);
}

function transientAttributesPath(id: string): string {
  return `/cib/status/node_state[@id=${literal(id)}]/transient_attributes[@id=${literal(id)}]`;
}

/** XPath has no escapes: a text with both kinds of quotes is put together. */
function literal(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  return `concat(${text
    .split("'")
    .map((part) => `'${part}'`)
    .join(`, "'", `)})`;
}
