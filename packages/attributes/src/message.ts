import type { AttributeDefinition, NodeValue } from "./attribute.js";

/** A new value of an attribute for one node, or another delay, or both. */
export interface AttributeUpdate {
  /** What is made if there is no such attribute. */
  readonly definition: AttributeDefinition;
  readonly node: string;
  /** Null unsets it; undefined leaves it alone. */
  readonly value?: string | null;
  /** Milliseconds. */
  readonly delay?: number;
  /** Whether the delay is set on an attribute that there is already. */
  readonly setsDelay: boolean;
  /** Whether the attribute is made if there is none. */
  readonly creates: boolean;
}

/** An attribute with everything that is known of it. */
export interface AttributeCopy {
  readonly definition: AttributeDefinition;
  /** Milliseconds. */
  readonly delay: number;
  readonly values: readonly NodeValue[];
}

/**
 * What the attribute managers of a cluster tell each other. Every message has to reach all of them, the sender included,
 * in the same order.
 */
export type AttributeMessage =
  | { readonly kind: "update"; readonly updates: readonly AttributeUpdate[] }
  /** The writer's whole table, for those who come, or because the writer is new. */
  | { readonly kind: "table"; readonly attributes: readonly AttributeCopy[] }
  /** A node's values are to be dropped. */
  | { readonly kind: "remove-node"; readonly node: string };
