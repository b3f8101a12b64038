import { parseXml, type XmlElement } from "@sanode/cib";
import { commit } from "@sanode/cib/operations";
import { SimulatedClock } from "@sanode/ra";
import { AttributeManager, type AttributeMessage, type AttributeWrite } from "../src/index.js";

const EMPTY = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="0" num_updates="0">
  <configuration><crm_config/><nodes/><resources/><constraints/></configuration><status/></cib>`;

/** Managers of several nodes that hear each other in order, and the CIB that they write. */
export class TestCluster {
  readonly clock = new SimulatedClock();
  readonly managers = new Map<string, AttributeManager>();
  readonly writes: AttributeWrite[] = [];
  cib: XmlElement = parseXml(EMPTY);
  /** What the next writes fail with. */
  failures: Error[] = [];
  /** Milliseconds that a write takes; 0 for no time at all. */
  writeTime = 0;
  readonly #queue: { readonly sender: string; readonly message: AttributeMessage }[] = [];
  readonly #ids = new Map<string, string>();
  #isDelivering = false;
  /** Whether messages wait until they are delivered one by one. */
  holds = false;

  /** The nodes `n1`, `n2`, and so on have the ids 1, 2...; other names have none. */
  join(node: string, options: { readonly mergesWrites?: boolean } = {}): AttributeManager {
    const manager = new AttributeManager({
      node,
      clock: this.clock,
      broadcast: (message) => {
        this.#queue.push({ sender: node, message });
        if (!this.holds) this.deliver();
      },
      write: (write) => this.#write(write),
      nodeId: (name) => this.#ids.get(name) ?? /^n(\d+)$/i.exec(name)?.[1],
      ...options,
    });
    for (const other of this.managers.values()) other.nodeJoined(node);
    this.managers.set(node, manager);
    manager.start();
    return manager;
  }

  learnId(node: string, id: string): void {
    this.#ids.set(node, id);
  }

  elect(node: string): void {
    for (const manager of this.managers.values()) manager.setWriter(node);
  }

  /** Delivers that many messages at most, each to all managers. */
  deliver(count = Number.POSITIVE_INFINITY): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    for (let left = count; left > 0; left -= 1) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      for (const manager of this.managers.values()) manager.receive(next.message, next.sender);
    }
    this.#isDelivering = false;
  }

  #write(write: AttributeWrite): Promise<void> | undefined {
    if (this.writeTime === 0) {
      this.#commit(write);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      this.clock.after(this.writeTime, () => {
        try {
          this.#commit(write);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #commit(write: AttributeWrite): void {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    this.writes.push(write);
    this.cib = commit(this.cib, write.requests).document;
  }
}
