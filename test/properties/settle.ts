import { element, elements, elementsNamed, type XmlElement } from "@sanode/cib";
import type { SimulatedTransition } from "@sanode/tengine";

/**
 * The document after a simulated transition, with what a simulation tells but leaves undone: histories deleted, recurring
 * operations cancelled, fail counts cleared, nodes shut down.
 */
export function settle({ cib, events }: SimulatedTransition): XmlElement {
  const undone = new Undone();
  for (const event of events) {
    if (event.kind === "cluster" && event.operation === "do_shutdown") undone.shutdown.add(event.node);
    if (event.kind === "cluster" && event.operation === "clear_failcount" && event.resource !== null) {
      undone.cleared.add(`${event.resource}@${event.node}`);
    }
    if (event.kind !== "resource") continue;
    const { resource, operation, intervalMs, node } = event;
    const place = `${resource}@${node}`;
    if (operation === "delete") undone.deleted.add(place);
    else if (operation === "cancel") undone.cancelled.add(`${resource}_monitor_${intervalMs}@${node}`);
    else {
      undone.ended.add(place);
      undone.cancelled.delete(`${resource}_${operation}_${intervalMs}@${node}`);
    }
  }
  return undone.carryOut(cib);
}

class Undone {
  readonly shutdown = new Set<string>();
  /** `RESOURCE@NODE` */
  readonly cleared = new Set<string>();
  /**
   * `RESOURCE@NODE`: a simulation writes later results to the old history, of what may have been another agent, so that
   * these are forgotten as well; the resource is probed and started anew.
   */
  readonly deleted = new Set<string>();
  /** `RESOURCE@NODE`: what was under way there is so no more. */
  readonly ended = new Set<string>();
  /** `RESOURCE_monitor_MILLISECONDS@NODE` */
  readonly cancelled = new Set<string>();

  carryOut(cib: XmlElement): XmlElement {
    return withChildren(cib, (section) =>
      section.name === "status" ? withChildren(section, (state) => this.#nodeState(state)) : section,
    );
  }

  #nodeState(state: XmlElement): XmlElement {
    const node = state.attributes.uname ?? "";
    if (this.shutdown.has(node)) {
      const left = { in_ccm: "false", crmd: "offline", join: "down", expected: "down" };
      return element("node_state", { ...state.attributes, ...left }, elementsNamed(state, "lrm"));
    }
    return withChildren(state, (part) => {
      if (part.name === "transient_attributes") return this.#attributes(part, node);
      return withChildren(part, (resources) =>
        withChildren(resources, (history) => this.#history(history, node)),
      );
    });
  }

  #attributes(transient: XmlElement, node: string): XmlElement {
    return withChildren(transient, (block) =>
      withChildren(block, (pair) => {
        const resource = /^(?:fail-count|last-failure)-(.*?)(?:#.*)?$/.exec(pair.attributes.name ?? "")?.[1];
        return resource !== undefined && this.cleared.has(`${resource}@${node}`) ? null : pair;
      }),
    );
  }

  #history(history: XmlElement, node: string): XmlElement | null {
    const id = history.attributes.id ?? "";
    if (this.deleted.has(`${id}@${node}`)) return null;
    return withChildren(history, (entry) => {
      const name = entry.attributes.id ?? "";
      if (this.cleared.has(`${id}@${node}`) && name.endsWith("_last_failure_0")) return null;
      const { operation, interval, "op-status": status } = entry.attributes;
      const place = `${id}_${operation}_${interval}@${node}`;
      if (status === "-1" && this.ended.has(`${id}@${node}`)) return null;
      // A simulation records the cancelling itself, which then looks like an operation to cancel.
      if (operation === "cancel") return null;
      return this.cancelled.has(place) ? null : entry;
    });
  }
}

function withChildren(parent: XmlElement, change: (child: XmlElement) => XmlElement | null): XmlElement {
  return element(
    parent.name,
    parent.attributes,
    elements(parent).flatMap((child) => change(child) ?? []),
  );
}
