import { descendants, element, firstElement, type XmlElement } from "@sanode/cib";
import { CommandError } from "../command/exit-status.js";
import type { NodeIdentity } from "./node-id.js";

/** Where values are kept. */
export interface Selection {
  /** What the user calls it: `crm_config`, `nodes`, `status`, ... */
  readonly type: string;
  /** The section that requests are about. */
  readonly section: string;
  /** The block that holds a new value. */
  readonly block: "cluster_property_set" | "meta_attributes" | "instance_attributes" | "utilization";
  /** The id of that block, if the user names none. */
  readonly blockId: string;
  /** The node whose attributes are meant. */
  readonly node: (NodeIdentity & { readonly name: string }) | undefined;
}

const NO_SUCH_TYPE = 76;

/** Whether values of that type are a node's, or need one to be named though it makes no difference. */
export function needsNode(type: string): boolean {
  return type !== "crm_config" && type !== "tickets";
}

/**
 * @throws CommandError for a type that does not exist
 */
export function select(type: string, utilization: boolean, node: Selection["node"]): Selection {
  const id = node?.id ?? "";
  switch (type) {
    case "crm_config":
      return {
        type,
        section: type,
        block: "cluster_property_set",
        blockId: "cib-bootstrap-options",
        node: undefined,
      };
    case "rsc_defaults":
    case "op_defaults":
      return { type, section: type, block: "meta_attributes", blockId: `${type}-options`, node: undefined };
    case "tickets":
      return {
        type,
        section: "status",
        block: "instance_attributes",
        blockId: "status-tickets",
        node: undefined,
      };
    case "nodes":
    case "status": {
      const block = utilization ? "utilization" : "instance_attributes";
      return {
        type,
        section: type,
        block,
        blockId: `${type}-${id}${utilization ? "-utilization" : ""}`,
        node,
      };
    }
    default:
      throw new CommandError(NO_SUCH_TYPE, "Error performing operation: No message of desired type");
  }
}

/** A value that is set. */
export interface Match {
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

/** What values are looked for. */
export interface Wanted {
  readonly name: string | undefined;
  readonly id: string | undefined;
  /** The id of the block; in the status, of the node's whole `transient_attributes`. */
  readonly setName: string | undefined;
}

/** The values that are set, in document order. */
export function findMatches(cib: XmlElement, selection: Selection, wanted: Wanted): readonly Match[] {
  const matches: Match[] = [];
  for (const block of blocksOf(cib, selection)) {
    if (wanted.setName !== undefined && block.attributes.id !== wanted.setName) continue;
    for (const { name: kind, attributes } of descendants(block)) {
      if (kind !== "nvpair") continue;
      const { id = "", name = "", value = "" } = attributes;
      if (wanted.name !== undefined && name !== wanted.name) continue;
      if (wanted.id === undefined || id === wanted.id) matches.push({ id, name, value });
    }
  }
  return matches;
}

function blocksOf(cib: XmlElement, { type, section, block, node }: Selection): readonly XmlElement[] {
  const parent = section === "status" ? cib : firstElement(cib, "configuration");
  const root = parent && firstElement(parent, section);
  if (root === undefined) return [];
  const named = (within: XmlElement, name: string): XmlElement[] =>
    [...descendants(within)].filter((candidate) => candidate.name === name);
  if (type === "tickets") return named(root, "tickets").flatMap((tickets) => named(tickets, block));
  if (node === undefined) return named(root, block);
  const [owner, holder] = type === "status" ? ["node_state", "transient_attributes"] : ["node", block];
  return named(root, owner)
    .filter(({ attributes }) => attributes.id === node.id)
    .flatMap((found) => named(found, holder));
}

/** A new value within everything that has to be around it, from the section on. */
export function nested(
  { type, section, block, blockId, node }: Selection,
  { name, id, setName }: Wanted & { readonly name: string },
  value: string,
): XmlElement {
  const set = setName ?? blockId;
  const pair = element("nvpair", { id: toId(id ?? `${set}-${name}`), name, value });
  const holder = element(block, { id: set }, [pair]);
  if (type === "tickets") return element(section, {}, [element("tickets", {}, [holder])]);
  if (node === undefined) return element(section, {}, [holder]);
  const { id: nodeId, name: uname, isRemote } = node;
  if (type === "status")
    return element("node_state", { id: nodeId }, [element("transient_attributes", { id: nodeId }, [holder])]);
  const attributes = isRemote ? { type: "remote", id: nodeId, uname } : { id: nodeId };
  return element(section, {}, [element("node", attributes, [holder])]);
}

/** A text as an XML id: what may not start one becomes `_`, what may not be in one `.`. */
function toId(text: string): string {
  return text.replace(/^[^A-Za-z_:]/, "_").replace(/[^A-Za-z0-9_.:-]/g, ".");
}
