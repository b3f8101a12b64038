import { lowerAscii } from "@sanode/cib";

/** The kind of element that holds an attribute in the status section. */
export type SetType = "instance_attributes" | "utilization";

/** What an attribute is. It is fixed by the request that creates it. */
export interface AttributeDefinition {
  /** Case matters. */
  readonly name: string;
  readonly setType: SetType;
  /** The id of the element that holds it; by default `status-` and the id of the node. */
  readonly setId?: string;
  /** In whose name it is written, for access control; by default the cluster's own. */
  readonly user?: string;
  /** It is shared between nodes and never written. */
  readonly isPrivate: boolean;
}

/** A node's value of an attribute; null if it is unset. */
export interface NodeValue {
  readonly node: string;
  readonly value: string | null;
}

/** An attribute with the values that it has for nodes. */
export class Attribute {
  #definition: AttributeDefinition;
  /** Dampening: milliseconds for which a changed value waits for further changes before it is written. */
  delay: number;
  /** By the node's name in lower case, for the case of nodes' names means nothing. */
  readonly #values = new Map<string, NodeValue>();

  constructor(definition: AttributeDefinition, delay: number) {
    this.#definition = definition;
    this.delay = delay;
  }

  get definition(): AttributeDefinition {
    return this.#definition;
  }

  /** Others knew the attribute before: it is what it is for them. */
  adopt(definition: AttributeDefinition, delay: number): void {
    this.#definition = definition;
    this.delay = delay;
  }

  /** In the order in which the nodes first had a value. */
  get values(): readonly NodeValue[] {
    return [...this.#values.values()];
  }

  /** Null if it is unset, undefined if it was never set. */
  value(node: string): string | null | undefined {
    return this.#values.get(lowerAscii(node))?.value;
  }

  /** Returns whether that changes the value. A value that differs in case only is no other one. */
  set(node: string, value: string | null): boolean {
    const key = lowerAscii(node);
    const before = this.#values.get(key);
    const isSame =
      value === null || before === undefined || before.value === null
        ? (before?.value ?? null) === value
        : lowerAscii(before.value) === lowerAscii(value);
    if (isSame) return false;
    this.#values.set(key, { node: before?.node ?? node, value });
    return true;
  }

  /** Forgets a node's value, without unsetting what is written of it. */
  forget(node: string): void {
    this.#values.delete(lowerAscii(node));
  }
}
