import { element, type XmlElement } from "@sanode/cib";
import { historyElement, type LrmEvent, NodeHistory } from "@sanode/lrm";
import type { NodeName } from "../host/node-host.js";

/** What a node was last asked to be; unset before it has ever been anything. */
type Expected = "member" | "down" | undefined;

/**
 * What the cluster knows of one node, as it stands in the status section: membership, transient attributes
 * and the history of its resources.
 *
 * Source: Pacemaker Explained, "Status", "Node Status"; "Transient Node Attributes".
 */
export class Member {
  readonly id: string;
  readonly name: string;
  /** Seconds since 1970 at which it became a member; 0 if it is none. */
  #memberSince = 0;
  /** Seconds since 1970 at which it began to take part; a member that was shut down does not. */
  #activeSince = 0;
  #expected: Expected;
  #transientAttributes: XmlElement | undefined;
  #history = new NodeHistory();
  #element: XmlElement | undefined;

  constructor({ id, name }: NodeName) {
    this.id = id;
    this.name = name;
  }

  /** It has been seen, or is known to be down. */
  get isKnown(): boolean {
    return this.#expected !== undefined;
  }

  /** It counts for the quorum. */
  get isMember(): boolean {
    return this.#memberSince > 0;
  }

  /** It can be given something to do. */
  get isActive(): boolean {
    return this.#activeSince > 0;
  }

  /** It comes as if it had never been here. */
  join(now: number): void {
    this.#memberSince = now;
    this.#activeSince = now;
    this.#expected = "member";
    this.#history = new NodeHistory();
    this.#changed();
  }

  /** It is gone, and nobody asked for it. What it ran is remembered: it may run still. */
  lose(): void {
    this.#memberSince = 0;
    this.#activeSince = 0;
    this.#changed();
  }

  /** It is to end in good order. */
  expectDown(): void {
    this.#expected = "down";
    this.#changed();
  }

  /** It has ended as expected, and is a member still as the host itself has not gone anywhere. */
  leave(): void {
    this.#activeSince = 0;
    this.#expected = "down";
    this.#changed();
  }

  /** It is certain that it runs nothing any more. */
  fenced(): void {
    this.lose();
    this.#expected = "down";
    this.#history = new NodeHistory();
  }

  /** The resources of which something is remembered, as the history names them. */
  knownResources(): readonly string[] {
    return Array.from(this.#history.resources(), ({ definition }) => definition.id);
  }

  /** What is written of its transient attributes. */
  get transientAttributes(): XmlElement | undefined {
    return this.#transientAttributes;
  }

  set transientAttributes(written: XmlElement | undefined) {
    if (written === this.#transientAttributes) return;
    this.#transientAttributes = written;
    this.#changed();
  }

  /** Takes over what the node's resource manager tells of its history. */
  record(event: Extract<LrmEvent, { kind: "history" | "history-removed" }>): void {
    if (event.kind === "history") this.#history.update(event.resource, event.entries, event.shutdownLock);
    else if (event.entry === undefined) this.#history.removeResource(event.resource);
    else this.#history.removeEntry(event.resource, event.entry);
    this.#changed();
  }

  /** Forgets a resource, whether or not the node is up. */
  forget(resource: string): void {
    if (this.#history.removeResource(resource)) this.#changed();
  }

  /** The node's entry in the status section; the same object as long as nothing changes. */
  element(): XmlElement {
    this.#element ??= this.#render();
    return this.#element;
  }

  #changed(): void {
    this.#element = undefined;
  }

  #render(): XmlElement {
    const attributes = {
      id: this.id,
      uname: this.name,
      in_ccm: String(this.#memberSince),
      crmd: String(this.#activeSince),
      "crm-debug-origin": "sanode-controller",
      join: this.isActive ? "member" : "down",
      ...(this.#expected !== undefined && { expected: this.#expected }),
    };
    const children: XmlElement[] = [];
    if (this.#transientAttributes !== undefined) children.push(this.#transientAttributes);
    children.push(historyElement(this.id, this.#history.resources()));
    return element("node_state", attributes, children);
  }
}
