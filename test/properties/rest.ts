import { descendants, fromEpoch, type XmlElement } from "@sanode/cib";
import { isPacemakerRemoteNode, type Schedule, schedule } from "@sanode/pengine";
import { simulateTransition } from "@sanode/tengine";
import { settle } from "./settle.js";

/** How a cluster ends that is given what it asks for, again and again. */
export type Ending =
  /** Nothing is left to do. */
  | { readonly kind: "rest"; readonly transitions: number }
  /** Orderings in a loop, or inputs that never come: the transition could not be carried out to its end. */
  | { readonly kind: "impossible" }
  | { readonly kind: "unrest"; readonly schedule: Schedule; readonly cib: XmlElement };

/** Schedules and carries out until nothing but pseudo-actions is left, or for `limit` transitions. */
export function bringToRest(document: XmlElement, limit: number): Ending {
  const time = Number(document.attributes["execution-date"]);
  let cib = document;
  for (let transitions = 0; ; transitions += 1) {
    const decided = schedule(cib, { now: fromEpoch(time) });
    const busy = decided.graph.synapses.some(({ action }) => action.element !== "pseudo_event");
    if (!busy) return { kind: "rest", transitions };
    if (transitions === limit) return { kind: "unrest", schedule: decided, cib };
    const outcome = simulateTransition(decided, cib, { time });
    if (outcome.status !== "complete") return { kind: "impossible" };
    cib = settle(outcome);
  }
}

/**
 * Why a cluster may ask for the same things forever, as Pacemaker's own simulation does with it: what is asked for is
 * not allowed to have its effect, or a simulated result lands in another place of the status than it was asked from.
 */
export const excuses: Readonly<Record<string, (schedule: Schedule, cib: XmlElement) => boolean>> = {
  "resources that are to be apart make room for one another by turns": ({ state, summary }) =>
    state.colocations.some(({ score }) => score < 0) &&
    summary.resources.some(({ verb }) => verb === "Move" || verb === "Stop"),
  "a resource that may run once stays active in several places": ({ state }) =>
    state.resources.some(({ kind, activeNodes }) => kind === "primitive" && activeNodes.length > 1),
  "unfencing is not recorded": ({ summary }) => summary.fencing.some(({ operation }) => operation === "on"),
  "something is blocked, so that what waits for it is repeated": ({ summary }) =>
    summary.resources.some(({ blocked }) => blocked),
  "an unclean node can't be fenced": ({ state }) => state.nodes.some(({ unclean }) => unclean),
  "a failure is kept under an id that no later result replaces": (_, cib) => operations(cib).some(isFailed),
  "results inside of bundles are recorded without the instance's number": ({ state }) =>
    state.resources.some(({ kind }) => kind === "bundle"),
  "an anonymous instance with its members apart shares histories with another one": ({ state }) =>
    state.resources.some(
      (clone) =>
        clone.kind === "clone" &&
        clone.children.some((instance) => instance.kind === "group" && !instance.collocated),
    ),
  "results of monitors of the stopped role are recorded under the instance, and looked for under the resource":
    (_, cib) => operations(cib).some(({ attributes }) => /:\d+_monitor_/.test(attributes.id ?? "")),
  "a connection was found active on a remote node, where none can be stopped": ({ state }) =>
    state.nodes.some(({ connection }) => connection?.activeNodes.some(isPacemakerRemoteNode) === true),
};

function operations(cib: XmlElement): XmlElement[] {
  return [...descendants(cib)].filter(({ name }) => name === "lrm_rsc_op");
}

/** The third field of a transition key is the expected exit code. */
function isFailed({ attributes }: XmlElement): boolean {
  return attributes["rc-code"] !== attributes["transition-key"]?.split(":")[2];
}
