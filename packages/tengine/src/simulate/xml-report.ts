import { element, type XmlElement } from "@sanode/cib";
import {
  type ClusterState,
  type PlacementEvent,
  placementElement,
  type StatusXmlOptions,
  statusElement,
  summaryElement,
  type TransitionSummary,
} from "@sanode/pengine";
import type { Modification, SimulationEvent } from "./event.js";
import type { Injections } from "./injections.js";
import type { ReportOptions, SimulationReport, StatusMoment } from "./report.js";
import type { SimulatedTransition } from "./simulate-transition.js";
import { transitionErrors } from "./text-report.js";

export interface XmlReportOptions
  extends ReportOptions,
    Pick<StatusXmlOptions, "formatTime" | "formatIsoTime"> {}

/**
 * The report of a simulation as `crm_simulate --output-as=xml` gives it: always whole, however quiet it is to be, but
 * with nothing but errors after modifications, where the reference's report ends.
 */
export class XmlReport implements SimulationReport {
  readonly showsStatus = true;
  /** The parts of the report, in order. */
  readonly elements: XmlElement[] = [];
  /** What went wrong, in words. */
  readonly errors: string[] = [];
  readonly #options: XmlReportOptions;
  #ended = false;

  constructor(options: XmlReportOptions) {
    this.#options = options;
  }

  info(): void {}

  readAgain(): void {}

  status(state: ClusterState, moment: StatusMoment): void {
    if (this.#ended) return;
    const { showAttributes = false, showFailures = false, ...times } = this.#options;
    const isCurrent = moment === "current";
    const options = { ...times, pending: isCurrent, attributes: showAttributes, failures: showFailures };
    this.#add(statusElement(state, isCurrent ? "cluster_status" : "revised_cluster_status", options));
  }

  modifications({ quorum, watchdog }: Injections, events: () => readonly SimulationEvent[]): void {
    const attributes = {
      ...(quorum !== undefined && { quorum }),
      ...(watchdog !== undefined && { watchdog }),
    };
    this.#add(element("modifications", attributes));
    for (const part of this.#eventElements(events())) this.#add(part);
    this.#ended = true;
  }

  placement(events: readonly PlacementEvent[]): void {
    const { showScores = false, showUtilization = false } = this.#options;
    this.#add(placementElement(events, { scores: showScores, utilization: showUtilization }));
  }

  summary(summary: TransitionSummary): void {
    this.#add(summaryElement(summary));
  }

  transition(result: SimulatedTransition): void {
    this.#add(element("transition", {}, this.#eventElements(result.events)));
    this.errors.push(...transitionErrors(result));
  }

  #add(part: XmlElement): void {
    if (!this.#ended) this.elements.push(part);
  }

  #eventElements(events: readonly SimulationEvent[]): XmlElement[] {
    const elements: XmlElement[] = [];
    for (const event of events) {
      if (event.kind === "error") this.errors.push(event.message);
      const part = eventElement(event);
      if (part !== null) elements.push(part);
    }
    return elements;
  }
}

/** Null for events that are told elsewhere, or not at all. */
function eventElement(event: SimulationEvent): XmlElement | null {
  switch (event.kind) {
    case "pseudo":
      return element("pseudo_action", { task: event.key, ...(event.node !== null && { node: event.node }) });
    case "fencing":
      return element("fencing_action", { target: event.node, op: event.operation });
    case "cluster": {
      const { operation, node, resource } = event;
      return element("cluster_action", { task: operation, node, ...(resource !== null && { id: resource }) });
    }
    case "resource": {
      const { resource, operation, node, intervalMs } = event;
      const interval = intervalMs > 0 ? { interval: String(intervalMs) } : {};
      return element("rsc_action", { resource, op: operation, node, ...interval });
    }
    case "attribute":
      return element("inject_attr", {
        name: event.name,
        value: event.value,
        node_path: "/node_state",
        cib_node: event.nodeId,
      });
    case "modification":
      return modificationElement(event);
    case "failed":
    case "error":
      return null;
  }
}

function modificationElement(modification: Modification): XmlElement | null {
  switch (modification.of) {
    case "node":
      return element("modify_node", { action: modification.change, node: modification.node });
    case "ticket":
      return element("modify_ticket", { action: modification.change, ticket: modification.ticket });
    case "operation":
      return element("inject_spec", { spec: modification.spec });
    case "quorum":
    case "watchdog":
      return null;
  }
}
