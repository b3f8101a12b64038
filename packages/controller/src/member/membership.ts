import type { Observers } from "@sanode/fencing";
import type { LrmEvent } from "@sanode/lrm";
import type { Clock } from "@sanode/ra";
import type { StartingDocument } from "../cib/starting-document.js";
import type { ClusterEvent } from "../events.js";
import type { NodeBooter } from "../host/node-host.js";
import { LocalNode } from "./local-node.js";
import { type AttributeListener, Member } from "./member.js";
import { isQuorate } from "./quorum.js";

/** What the cluster as a whole is like. */
export interface ClusterCondition {
  readonly quorate: boolean;
  /** It was quorate before and is not now. */
  readonly quorumLost: boolean;
  /** The id of the node that counts as the designated controller. */
  readonly controller: string | undefined;
}

/** The nodes, how they come and go, and what follows for the quorum. */
export class Membership {
  /** The nodes of this process by name, in the order in which they were named. */
  readonly nodes: ReadonlyMap<string, LocalNode>;
  readonly #clock: Clock;
  readonly #observers: Observers<ClusterEvent>;
  readonly #onEvent: (node: LocalNode, event: LrmEvent) => void;
  /** Nodes of the configuration that are not of this process, by name. */
  #absent: ReadonlyMap<string, Member> = new Map();
  #condition: ClusterCondition = { quorate: false, quorumLost: false, controller: undefined };

  /** `onEvent` hears what the nodes' resource managers tell. */
  constructor(
    document: StartingDocument,
    host: NodeBooter,
    clock: Clock,
    observers: Observers<ClusterEvent>,
    onEvent: (node: LocalNode, event: LrmEvent) => void,
  ) {
    this.nodes = new Map(
      document.nodes.map((node) => {
        const onAttribute: AttributeListener = (name, value) =>
          observers.tell({ kind: "attribute-changed", node: node.name, name, value });
        return [node.name, new LocalNode(node, host, clock, onAttribute)];
      }),
    );
    this.#clock = clock;
    this.#observers = observers;
    this.#onEvent = onEvent;
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

  /** Takes over which other nodes are configured. */
  configured({ absent }: StartingDocument): void {
    this.#absent = new Map(
      absent.map((node) => [node.name, this.#absent.get(node.name) ?? new Member(node)]),
    );
  }

  /** Switches a node on. */
  boot(node: LocalNode): void {
    const { member } = node;
    node.boot((event) => this.#onEvent(node, event));
    member.join(Math.floor(this.#clock.now() / 1000));
    this.#observers.tell({ kind: "node-joined", node: member.name });
    this.#update();
  }

  /** Takes a node away. Rejects if it could not be ended entirely; it counts as lost even so. */
  async lose(node: LocalNode): Promise<void> {
    try {
      await node.crash();
    } finally {
      node.member.lose();
      this.#observers.tell({ kind: "node-lost", node: node.member.name });
      this.#update();
    }
  }

  /** Lets a node end in good order. */
  async leave(node: LocalNode): Promise<void> {
    await node.leave();
    // It may have been lost meanwhile.
    if (!node.member.isActive) return;
    node.member.leave();
    this.#observers.tell({ kind: "node-left", node: node.member.name });
    this.#update();
  }

  /** Ends a node to be sure of it. One that is not of this process does not exist, which is as sure. */
  async fence(name: string): Promise<void> {
    const node = this.nodes.get(name);
    await node?.crash();
    (node?.member ?? this.#absent.get(name))?.fenced();
    this.#observers.tell({ kind: "node-fenced", node: name });
    this.#update();
  }

  /** Nobody is elected: the first node that is up counts as the one who decides. */
  #update(): void {
    const members = Array.from(this.nodes.values(), ({ member }) => member);
    const before = this.#condition;
    const quorate = isQuorate(members.filter(({ isMember }) => isMember).length, members.length);
    const quorumLost = !quorate && (before.quorate || before.quorumLost);
    const controller = members.find(({ isActive }) => isActive)?.id;
    this.#condition = { quorate, quorumLost, controller };
    if (quorate !== before.quorate) this.#observers.tell({ kind: "quorum-changed", quorate });
  }
}
