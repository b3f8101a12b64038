import {
  AttributeManager,
  type FailureSelection,
  type NodeValue,
  type UpdateRequest,
} from "@sanode/attributes";
import { element, elementsNamed, firstElement, type XmlElement } from "@sanode/cib";
import { commit } from "@sanode/cib/operations";
import type { Clock } from "@sanode/ra";

/** A request to change transient attributes of one node. */
export type NodeAttributeUpdate = UpdateRequest & { readonly node: string };

/** What the transient attributes of a cluster's nodes need of it. */
export interface TransientAttributesOptions {
  readonly clock: Clock;
  /** The id of a node in the CIB; undefined if there is no such node. */
  readonly nodeId: (node: string) => string | undefined;
  /**
   * Called when something was written.
   *
   * @param isRemoval whether a node's attributes were removed because it has gone, which is told in other ways
   */
  readonly onWrite: (isRemoval: boolean) => void;
}

/** The manager speaks for all nodes alike, so that it is none of them. No node has an empty name. */
const NOBODY = "";

/** What is written before anything is: `none`, as nothing of it is for a schema to judge. */
const EMPTY = element("cib", { "validate-with": "none" }, [element("configuration"), element("status")]);

/**
 * The transient attributes of a cluster's nodes: what they are, and what is written of them in the status section. As
 * all nodes are of one process, one attribute manager does what theirs would agree on.
 *
 * Source: Pacemaker Explained, "Status", "Transient Node Attributes".
 */
export class TransientAttributes {
  readonly #manager: AttributeManager;
  /** A document that holds nothing else. */
  #document: XmlElement = EMPTY;
  #written: ReadonlyMap<string, XmlElement> = new Map();

  constructor({ clock, nodeId, onWrite }: TransientAttributesOptions) {
    const manager: AttributeManager = new AttributeManager({
      node: NOBODY,
      clock,
      broadcast: (message) => manager.receive(message, NOBODY),
      write: ({ requests, attributes }) => {
        const { document } = commit(this.#document, requests);
        if (document === this.#document) return undefined;
        this.#document = document;
        this.#written = writtenIn(document);
        onWrite(attributes.length === 0);
        return undefined;
      },
      nodeId,
      mergesWrites: true,
    });
    manager.setWriter(NOBODY);
    this.#manager = manager;
  }

  /** What is written of a node's attributes: its element `transient_attributes`, by the node's id. */
  written(nodeId: string): XmlElement | undefined {
    return this.#written.get(nodeId);
  }

  /** Changes attributes. Several requests take effect together. */
  update(...requests: readonly NodeAttributeUpdate[]): void {
    this.#manager.update(...requests);
  }

  /** Values as the manager knows them, written or not: see `AttributeManager.query`. */
  query(name: string, node?: string): readonly NodeValue[] | undefined {
    return this.#manager.query(name, node);
  }

  /** Writes everything that has not been written yet, whatever its delay. */
  refresh(): void {
    this.#manager.refresh();
  }

  /** Unsets what is known of failures. Returns the names of the attributes that were set. */
  clearFailures(selection: FailureSelection): readonly string[] {
    return this.#manager.clearFailures(selection);
  }

  /** A node has gone, or comes anew: it has no attributes any more. */
  forget(node: string): void {
    this.#manager.nodeLost(node);
  }

  /** Nothing is written any more. */
  close(): void {
    this.#manager.close();
  }
}

/** The values in an element `transient_attributes`, by name. */
export function attributeValues(transient: XmlElement | undefined): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const kind of ["instance_attributes", "utilization"]) {
    for (const block of transient === undefined ? [] : elementsNamed(transient, kind)) {
      for (const { attributes } of elementsNamed(block, "nvpair")) {
        if (attributes.name !== undefined) values.set(attributes.name, attributes.value ?? "");
      }
    }
  }
  return values;
}

function writtenIn(document: XmlElement): ReadonlyMap<string, XmlElement> {
  const written = new Map<string, XmlElement>();
  const status = firstElement(document, "status");
  for (const state of status === undefined ? [] : elementsNamed(status, "node_state")) {
    const transient = firstElement(state, "transient_attributes");
    if (transient !== undefined) written.set(state.attributes.id ?? "", transient);
  }
  return written;
}
