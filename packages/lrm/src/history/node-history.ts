import { type Attributes, element, type XmlElement } from "@sanode/cib";
import type { ResourceDefinition } from "../operation/operation.js";
import { entryElement, type HistoryEntry, mergeEntries } from "./entry.js";

/** What a node remembers of one resource. */
export interface ResourceHistory {
  readonly definition: ResourceDefinition;
  /** By id, in the order in which they were first written. */
  readonly entries: ReadonlyMap<string, HistoryEntry>;
  /** Since when the resource is locked to the node, in seconds since 1970; 0 for a lock that was lifted. */
  readonly shutdownLock?: number;
}

/** The operation history of a node's resources, as it stands below the node's `lrm` element. */
export class NodeHistory {
  readonly #resources = new Map<string, ResourceHistory>();

  /** Merges entries in; a resource not yet known is added. */
  update(definition: ResourceDefinition, entries: readonly HistoryEntry[], shutdownLock?: number): void {
    const known = this.#resources.get(definition.id);
    const merged = new Map(known?.entries);
    for (const entry of entries) merged.set(entry.id, mergeEntries(merged.get(entry.id), entry));
    const lock = shutdownLock ?? known?.shutdownLock;
    this.#resources.set(definition.id, {
      definition,
      entries: merged,
      ...(lock !== undefined && { shutdownLock: lock }),
    });
  }

  resource(id: string): ResourceHistory | undefined {
    return this.#resources.get(id);
  }

  resources(): Iterable<ResourceHistory> {
    return this.#resources.values();
  }

  /** Forgets a resource; returns whether it was known. */
  removeResource(id: string): boolean {
    return this.#resources.delete(id);
  }

  /** Forgets an entry; returns whether it was known. */
  removeEntry(resource: string, id: string): boolean {
    const known = this.#resources.get(resource);
    if (known?.entries.has(id) !== true) return false;
    const entries = new Map(known.entries);
    entries.delete(id);
    this.#resources.set(resource, { ...known, entries });
    return true;
  }
}

/** `<lrm id="NODE"><lrm_resources>…`, the whole history of a node. */
export function historyElement(nodeId: string, resources: Iterable<ResourceHistory>): XmlElement {
  const children = Array.from(resources, resourceHistoryElement);
  return element("lrm", { id: nodeId }, [element("lrm_resources", {}, children)]);
}

/** `<lrm_resource …><lrm_rsc_op …/>…`, the history of one resource. */
export function resourceHistoryElement({ definition, entries, shutdownLock }: ResourceHistory): XmlElement {
  const { id, agent, container } = definition;
  const attributes: Attributes = {
    id,
    class: agent.class,
    ...(agent.provider !== undefined && { provider: agent.provider }),
    type: agent.type,
    ...(container !== undefined && { container }),
    ...(shutdownLock !== undefined && { "shutdown-lock": String(shutdownLock) }),
  };
  return element("lrm_resource", attributes, Array.from(entries.values(), entryElement));
}
