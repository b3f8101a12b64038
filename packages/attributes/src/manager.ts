import { equalIgnoringCase } from "@sanode/cib";
import type { ChangeRequest } from "@sanode/cib/operations";
import { posixRegExp } from "@sanode/pengine";
import type { Clock } from "@sanode/ra";
import { Attribute, type NodeValue } from "./attribute.js";
import { attributeChanges, removeTransientAttributes } from "./changes.js";
import { expandValue } from "./expand-value.js";
import { type FailureSelection, isFailureOf } from "./failures.js";
import type { AttributeCopy, AttributeMessage, AttributeUpdate } from "./message.js";
import { definitionOf, type UpdateRequest } from "./request.js";
import { WriteSchedule } from "./write-schedule.js";

/** The version of the managers' common language, which each announces as a private attribute of its node. */
const PROTOCOL = { name: "#attrd-protocol", value: "7" };

/** Requests that belong together: all are carried out, as one transaction, or none. */
export interface AttributeWrite {
  readonly requests: readonly ChangeRequest[];
  /** In whose name, for access control; by default the cluster's own. */
  readonly user: string | undefined;
  /** The names of the attributes that are written; none where a node's are removed. */
  readonly attributes: readonly string[];
}

/** What an attribute manager needs of the world. */
export interface AttributeManagerOptions {
  /** The name of its own node. */
  readonly node: string;
  readonly clock: Clock;
  /** Hands a message to every manager of the cluster, to this one too: see `AttributeMessage`. */
  readonly broadcast: (message: AttributeMessage) => void;
  /** Changes the CIB. Rejects or throws if that is not possible; undefined says that it is done. */
  readonly write: (write: AttributeWrite) => Promise<void> | undefined;
  /** The XML id of a node, that of a Pacemaker Remote node being its name; undefined if it is not known. */
  readonly nodeId: (node: string) => string | undefined;
  /** Hears of each value that changes, private ones included. */
  readonly onChange?: (attribute: string, node: string, value: string | null) => void;
  /** Hears of writes that failed. Those of attributes are tried again. */
  readonly onWriteFailed?: (attributes: readonly string[], error: unknown) => void;
  /** Nobody writes: somebody has to be made the writer. */
  readonly onWriterNeeded?: () => void;
  /**
   * Whether attributes that become due together are written in one transaction. By default each has its own, as
   * Pacemaker writes them.
   */
  readonly mergesWrites?: boolean;
}

/**
 * One node's attribute manager: it knows the transient attributes of all nodes, and tells the others what it is asked to
 * change. One of them, the writer, copies what they all know to the CIB.
 *
 * Source: Pacemaker Explained, "Status", "Transient Node Attributes"; the manual page of `attrd_updater`.
 */
export class AttributeManager {
  readonly #options: AttributeManagerOptions;
  readonly #attributes = new Map<string, Attribute>();
  readonly #schedule: WriteSchedule;
  /** Nodes whose attributes are to be removed from the CIB by the next writer. */
  readonly #removed = new Set<string>();
  /** Whether somebody else's table has come, or it is this one's that counts. */
  #hasTable = false;
  #writer: string | undefined;

  constructor(options: AttributeManagerOptions) {
    this.#options = options;
    const { clock, mergesWrites: merges = false } = options;
    this.#schedule = new WriteSchedule({
      clock,
      merges,
      write: (attributes) => this.#write(attributes),
      onFailure: (attributes, error) =>
        options.onWriteFailed?.(
          attributes.map(({ definition }) => definition.name),
          error,
        ),
    });
  }

  /** Begins without any attributes: removes what is written of the own node's, and tells the others of itself. */
  start(): void {
    this.#removeFromCib(this.#options.node);
    this.update({ operation: "update", ...PROTOCOL, isPrivate: true });
  }

  /** Ends at once. What has not been written yet the next writer writes. */
  close(): void {
    this.#schedule.close();
  }

  /**
   * The values of an attribute, of one node or of all; undefined if there is no such attribute. A node for which it was
   * never set has the value null.
   */
  query(name: string, node?: string): readonly NodeValue[] | undefined {
    const attribute = this.#attributes.get(name);
    if (attribute === undefined || node === undefined) return attribute?.values;
    return [{ node, value: attribute.value(node) ?? null }];
  }

  /** The names of all attributes, in the order in which they were made. */
  get names(): readonly string[] {
    return [...this.#attributes.keys()];
  }

  /** Changes attributes on all nodes. Several requests take effect together. */
  update(...requests: readonly UpdateRequest[]): void {
    this.#broadcastUpdates(requests.flatMap((request) => this.#updatesOf(request)));
  }

  /** Unsets what is known of failures. Returns the names of the attributes that were set. */
  clearFailures(selection: FailureSelection): readonly string[] {
    const updates: AttributeUpdate[] = [];
    for (const attribute of this.#attributes.values()) {
      if (!isFailureOf(attribute.definition.name, selection)) continue;
      for (const { node, value } of attribute.values) {
        const isMeant = selection.node === undefined || equalIgnoringCase(node, selection.node);
        if (isMeant && value !== null) updates.push(valueUpdate(attribute, node, null));
      }
    }
    this.#broadcastUpdates(updates);
    return [...new Set(updates.map(({ definition }) => definition.name))];
  }

  /** Writes all attributes at once, whether or not they have changed and whatever their delays. */
  refresh(): void {
    this.#schedule.together(() => {
      for (const attribute of this.#attributes.values()) {
        if (!attribute.definition.isPrivate) this.#schedule.writeNow(attribute);
      }
    });
    this.#askForWriter();
  }

  /** Makes all managers drop a node's values. */
  removeNode(node: string): void {
    this.#options.broadcast({ kind: "remove-node", node });
  }

  /** A node has gone, or its manager has: every manager is told by its own cluster layer. */
  nodeLost(node: string): void {
    for (const attribute of this.#attributes.values()) attribute.forget(node);
    this.#removed.add(node);
    if (this.#writer !== undefined && equalIgnoringCase(node, this.#writer)) this.setWriter(undefined);
    if (this.#schedule.isWriter) this.#removeLost();
    else this.#askForWriter();
  }

  /** Another node's manager has come: the writer tells it everything. It has removed itself what was left of it. */
  nodeJoined(node: string): void {
    this.#removed.delete(node);
    if (this.#schedule.isWriter) this.#sendTable();
  }

  /** The id of a node has become known, so that its values can be written. */
  nodeIdLearned(node: string): void {
    this.#schedule.together(() => {
      for (const attribute of this.#attributes.values()) {
        const isConcerned = !attribute.definition.isPrivate && attribute.value(node) !== undefined;
        if (isConcerned) this.#schedule.changed(attribute);
      }
    });
  }

  /**
   * Says who writes; undefined if nobody does. A manager that becomes the writer tells everybody everything, and writes
   * everything.
   */
  setWriter(node: string | undefined): void {
    this.#writer = node;
    const wasWriter = this.#schedule.isWriter;
    this.#schedule.isWriter = node !== undefined && this.#isOwn(node);
    if (wasWriter || !this.#schedule.isWriter) return;
    this.#hasTable = true;
    this.#sendTable();
    this.#removeLost();
    this.refresh();
  }

  /** Takes what a manager has broadcast. `sender` is the name of its node. */
  receive(message: AttributeMessage, sender: string): void {
    this.#schedule.together(() => {
      switch (message.kind) {
        case "update":
          for (const update of message.updates) this.#apply(update);
          break;
        case "table":
          if (this.#isOwn(sender)) break;
          // There can be only one who writes.
          if (this.#schedule.isWriter) this.#options.onWriterNeeded?.();
          this.#takeTable(message.attributes);
          break;
        case "remove-node":
          this.nodeLost(message.node);
      }
    });
  }

  #isOwn(node: string): boolean {
    return equalIgnoringCase(node, this.#options.node);
  }

  #updatesOf(request: UpdateRequest): AttributeUpdate[] {
    const expression = request.pattern === undefined ? undefined : posixRegExp(request.pattern);
    const names =
      request.pattern === undefined ? [request.name] : this.names.filter((name) => expression?.test(name));
    return names.map((name) => this.#updateOf(request, name));
  }

  #updateOf(request: UpdateRequest, name: string): AttributeUpdate {
    const { node = this.#options.node } = request;
    const update = { definition: definitionOf(request, name), node, setsDelay: false, creates: true };
    switch (request.operation) {
      case "update":
      case "update-both": {
        const { delay } = request;
        const setsDelay = request.operation === "update-both";
        if (setsDelay && delay === undefined) return update;
        const value = expandValue(request.value, this.#attributes.get(name)?.value(node));
        return { ...update, value, setsDelay, ...(delay !== undefined && { delay }) };
      }
      case "update-delay":
        return { ...update, delay: request.delay, setsDelay: true, creates: false };
      case "delete":
        return { ...update, value: null };
    }
  }

  #broadcastUpdates(updates: readonly AttributeUpdate[]): void {
    if (updates.length > 0) this.#options.broadcast({ kind: "update", updates });
  }

  #apply(update: AttributeUpdate): void {
    const { definition, node, value, delay = 0, setsDelay, creates } = update;
    let attribute = this.#attributes.get(definition.name);
    if (attribute === undefined) {
      if (!creates) return;
      attribute = new Attribute(definition, delay);
      this.#attributes.set(definition.name, attribute);
    }
    const isOtherDelay = setsDelay && attribute.delay !== delay;
    if (isOtherDelay) attribute.delay = delay;
    // A value that comes with another delay waits for it; those before it do not.
    if (isOtherDelay && !attribute.definition.isPrivate) this.#schedule.writeBefore(attribute);
    if (value !== undefined) this.#setValue(attribute, node, value);
  }

  #setValue(attribute: Attribute, node: string, value: string | null): void {
    if (!attribute.set(node, value)) return;
    const { name, isPrivate } = attribute.definition;
    if (!isPrivate) {
      this.#schedule.changed(attribute);
      this.#askForWriter();
    }
    this.#options.onChange?.(name, node, value);
  }

  /** Nobody knows better than a node itself what its values are. */
  #takeTable(copies: readonly AttributeCopy[]): void {
    const corrections: AttributeUpdate[] = [];
    const told = new Set<string>();
    for (const copy of copies) {
      const attribute = this.#adopt(copy);
      told.add(copy.definition.name);
      const own = attribute.value(this.#options.node);
      for (const { node, value } of copy.values) {
        if (!this.#isOwn(node)) this.#setValue(attribute, node, value);
      }
      const theirs = copy.values.find(({ node }) => this.#isOwn(node))?.value;
      if ((own ?? null) !== (theirs ?? null)) {
        corrections.push(valueUpdate(attribute, this.#options.node, own ?? null));
      }
    }
    for (const attribute of this.#attributes.values()) {
      const own = attribute.value(this.#options.node) ?? null;
      if (!told.has(attribute.definition.name) && own !== null) {
        corrections.push(valueUpdate(attribute, this.#options.node, own));
      }
    }
    this.#hasTable = true;
    this.#broadcastUpdates(corrections);
  }

  /** Whoever is new takes over what attributes are; later nothing changes that. */
  #adopt({ definition, delay }: AttributeCopy): Attribute {
    const present = this.#attributes.get(definition.name);
    const attribute = present ?? new Attribute(definition, delay);
    if (present === undefined) this.#attributes.set(definition.name, attribute);
    else if (!this.#hasTable) attribute.adopt(definition, delay);
    return attribute;
  }

  #sendTable(): void {
    const attributes = Array.from(this.#attributes.values(), ({ definition, delay, values }) => ({
      definition,
      delay,
      values,
    }));
    this.#options.broadcast({ kind: "table", attributes });
  }

  #askForWriter(): void {
    if (this.#writer === undefined) this.#options.onWriterNeeded?.();
  }

  #write(attributes: readonly Attribute[]): Promise<void> | undefined {
    const requests = attributes.flatMap((attribute) => attributeChanges(attribute, this.#options.nodeId));
    if (requests.length === 0) return undefined;
    const [first] = attributes;
    return this.#options.write({
      requests,
      user: first?.definition.user,
      attributes: attributes.map(({ definition }) => definition.name),
    });
  }

  #removeLost(): void {
    for (const node of this.#removed) this.#removeFromCib(node);
    this.#removed.clear();
  }

  #removeFromCib(node: string): void {
    const id = this.#options.nodeId(node);
    if (id === undefined) return;
    const failed = (error: unknown): void => this.#options.onWriteFailed?.([], error);
    const requests = [removeTransientAttributes(id)];
    try {
      this.#options.write({ requests, user: undefined, attributes: [] })?.catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}

function valueUpdate(attribute: Attribute, node: string, value: string | null): AttributeUpdate {
  const { definition, delay } = attribute;
  return { definition, node, value, delay, setsDelay: false, creates: true };
}
