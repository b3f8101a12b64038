import { equalIgnoringCase, type XmlElement } from "@sanode/cib";
import type { Observers } from "@sanode/fencing";
import type { LrmEvent } from "@sanode/lrm";
import { featureSet } from "@sanode/pengine";
import type { Clock } from "@sanode/ra";
import type { StartingDocument } from "../cib/starting-document.js";
import type { ClusterEvent } from "../events.js";
import type { NodeBooter } from "../host/node-host.js";
import { LocalNode } from "./local-node.js";
import { Member } from "./member.js";
import { isQuorate } from "./quorum.js";
import { attributeValues, TransientAttributes } from "./transient-attributes.js";

/** What the cluster as a whole is like. */
export interface ClusterCondition {
  readonly quorate: boolean;
  /** It was quorate before and is not now. */
  readonly quorumLost: boolean;
  /** The id of the node that counts as the designated controller. */
  readonly controller: string | undefined;
}

/** What the membership of a cluster needs. */
export interface MembershipOptions {
  readonly document: StartingDocument;
  readonly host: NodeBooter;
  readonly clock: Clock;
  readonly observers: Observers<ClusterEvent>;
  /** Hears what the nodes' resource managers tell. */
  readonly onEvent: (node: LocalNode, event: LrmEvent) => void;
  /** Lets everything be decided anew. */
  readonly changed: (reason: string) => void;
}

/** The nodes with their transient attributes, how they come and go, and what follows for the quorum. */
export class Membership {
  /** The nodes of this process by name, in the order in which they were named. */
  readonly nodes: ReadonlyMap<string, LocalNode>;
  /** The transient attributes of all nodes. */
  readonly attributes: TransientAttributes;
  readonly #options: MembershipOptions;
  /** Nodes of the configuration that are not of this process, by name. */
  #absent: ReadonlyMap<string, Member> = new Map();
  #condition: ClusterCondition = { quorate: false, quorumLost: false, controller: undefined };

  constructor(options: MembershipOptions) {
    const { document, host, clock } = options;
    this.#options = options;
    this.nodes = new Map(document.nodes.map((node) => [node.name, new LocalNode(node, host, clock)]));
    this.attributes = new TransientAttributes({
      clock,
      nodeId: (name) => this.member(name)?.id,
      onWrite: (isRemoval) => this.#takeAttributes(isRemoval),
    });
    this.configured(document);
  }

  /** The same object as long as nothing changes. */
  get condition(): ClusterCondition {
    return this.#condition;
  }

  /** How many nodes can be given something to do. */
  get activeNodes(): number {
    let count = 0;
    for (const { member } of this.nodes.values()) if (member.isActive) count += 1;
    return count;
  }

  *members(): Iterable<Member> {
    for (const { member } of this.nodes.values()) yield member;
    yield* this.#absent.values();
  }

  /** The node that has a name, whatever the case of its letters, of this process or not. */
  member(name: string): Member | undefined {
    for (const member of this.members()) if (equalIgnoringCase(member.name, name)) return member;
    return undefined;
  }

  /** Takes over which other nodes are configured. */
  configured({ absent }: StartingDocument): void {
    for (const name of this.#absent.keys()) {
      if (absent.every((node) => node.name !== name)) this.attributes.forget(name);
    }
    this.#absent = new Map(
      absent.map((node) => [node.name, this.#absent.get(node.name) ?? new Member(node)]),
    );
  }

  /** Switches a node on. */
  boot(node: LocalNode): void {
    const { member } = node;
    const { clock, onEvent } = this.#options;
    node.boot((event) => onEvent(node, event));
    this.attributes.forget(member.name);
    member.join(Math.floor(clock.now() / 1000));
    this.#tell({ kind: "node-joined", node: member.name });
    this.#update();
    // By this, others know what the node understands.
    this.attributes.update({
      operation: "update",
      name: "#feature-set",
      value: featureSet,
      node: member.name,
    });
  }

  /** Takes a node away. Rejects if it could not be ended entirely; it counts as lost even so. */
  async lose(node: LocalNode): Promise<void> {
    try {
      await node.crash();
    } finally {
      node.member.lose();
      this.attributes.forget(node.member.name);
      this.#tell({ kind: "node-lost", node: node.member.name });
      this.#update();
    }
  }

  /** Lets a node end in good order. */
  async leave(node: LocalNode): Promise<void> {
    await node.leave();
    // It may have been lost meanwhile.
    if (!node.member.isActive) return;
    node.member.leave();
    this.attributes.forget(node.member.name);
    this.#tell({ kind: "node-left", node: node.member.name });
    this.#update();
  }

  /** Ends a node to be sure of it. One that is not of this process does not exist, which is as sure. */
  async fence(name: string): Promise<void> {
    const node = this.nodes.get(name);
    await node?.crash();
    (node?.member ?? this.#absent.get(name))?.fenced();
    this.attributes.forget(name);
    this.#tell({ kind: "node-fenced", node: name });
    this.#update();
  }

  /** What is written goes into the nodes' states. What was set or unset is told, and decided upon. */
  #takeAttributes(isRemoval: boolean): void {
    const changes: { node: string; name: string; value: string | null }[] = [];
    for (const member of this.members()) {
      const { transientAttributes: before, name: node } = member;
      const after = this.attributes.written(member.id);
      member.transientAttributes = after;
      if (isRemoval || before === after) continue;
      changes.push(...differences(before, after).map((difference) => ({ node, ...difference })));
    }
    for (const change of changes) this.#tell({ kind: "attribute-changed", ...change });
    const [first] = changes;
    if (first !== undefined) this.#options.changed(`Attribute ${first.name} of ${first.node} changed`);
  }

  #tell(event: ClusterEvent): void {
    this.#options.observers.tell(event);
  }

  /** Nobody is elected: the first node that is up counts as the one who decides. */
  #update(): void {
    const members = Array.from(this.nodes.values(), ({ member }) => member);
    const before = this.#condition;
    const quorate = isQuorate(members.filter(({ isMember }) => isMember).length, members.length);
    const quorumLost = !quorate && (before.quorate || before.quorumLost);
    const controller = members.find(({ isActive }) => isActive)?.id;
    this.#condition = { quorate, quorumLost, controller };
    if (quorate !== before.quorate) this.#tell({ kind: "quorum-changed", quorate });
  }
}

/** Which values were set, and which were unset. */
function differences(
  before: XmlElement | undefined,
  after: XmlElement | undefined,
): readonly { readonly name: string; readonly value: string | null }[] {
  const [old, now] = [attributeValues(before), attributeValues(after)];
  const set = [...now].filter(([name, value]) => old.get(name) !== value);
  const unset = [...old.keys()].filter((name) => !now.has(name));
  return [...set.map(([name, value]) => ({ name, value })), ...unset.map((name) => ({ name, value: null }))];
}
