import {
  type ClusterState,
  formatList,
  formatPlacementEvents,
  formatStatus,
  formatSummary,
  instanceCountLine,
  maintenanceBanner,
  type PlacementEvent,
  type TimeFormat,
  type TransitionSummary,
} from "@sanode/pengine";
import { describeEvent, type SimulationEvent } from "./event.js";
import type { Injections } from "./injections.js";
import type { ReportOptions, SimulationReport, StatusMoment } from "./report.js";
import type { SimulatedTransition } from "./simulate-transition.js";

/** A line of a report, and whether it tells of an error. */
export interface ReportLine {
  readonly stream: "output" | "error";
  readonly text: string;
}

export interface TextReportOptions extends ReportOptions {
  /** How times are written in status texts; in UTC if not given. */
  readonly formatTime?: TimeFormat;
}

/** The report of a simulation in the texts of `crm_simulate`. */
export class TextReport implements SimulationReport {
  readonly #options: TextReportOptions;
  readonly #write: (line: ReportLine) => void;
  /** Something has been told that the next section is to be set off from. */
  #printed = false;

  /** @param write told each line of the report */
  constructor(options: TextReportOptions, write: (line: ReportLine) => void) {
    this.#options = options;
    this.#write = write;
  }

  get showsStatus(): boolean {
    return this.#options.quiet !== true;
  }

  info(text: string): void {
    if (this.#options.quiet !== true) this.#line(text);
  }

  status(state: ClusterState, moment: StatusMoment): void {
    if (moment === "current") this.#currentStatus(state);
    else {
      for (const { about, text } of state.notes) if (about === "unfencing") this.#line(text);
      this.#line("");
      this.#status(state, "Revised Cluster Status", false);
    }
  }

  #currentStatus(state: ClusterState): void {
    this.readAgain(state);
    for (const line of maintenanceBanner(state)) this.#line(line);
    this.#printed ||= state.options.maintenanceMode;
    const counts = instanceCountLine(state);
    if (counts !== null) {
      this.#separate();
      this.#line(counts);
      this.#printed = true;
    }
    this.#separate();
    this.#status(state, "Current cluster status", true);
    this.#printed = true;
  }

  /** Tells what was noticed while the status was read. */
  readAgain(state: ClusterState): void {
    for (const note of state.notes) this.info(note.text);
  }

  modifications(_injections: Injections, events: () => readonly SimulationEvent[]): void {
    this.#separate();
    this.#title("Performing Requested Modifications");
    this.#printed = true;
    this.#tell(events());
  }

  placement(events: readonly PlacementEvent[]): void {
    const { showScores = false, showUtilization = false } = this.#options;
    this.#separate();
    if (!this.#isPlain) this.#line(`${placementTitle(showScores, showUtilization)}:`);
    for (const event of events) {
      if (event.kind !== "note") {
        const lines = formatPlacementEvents([event], { scores: showScores, utilization: showUtilization });
        for (const line of lines) this.#line(this.#isPlain ? line : `  * ${line}`);
      } else if (showScores) this.info(event.text);
    }
    this.#printed = true;
  }

  summary(summary: TransitionSummary): void {
    if (this.#options.quiet === true) return;
    this.#separate();
    for (const line of formatList({ title: "Transition Summary", items: formatSummary(summary) })) {
      this.#line(line);
    }
  }

  transition(result: SimulatedTransition): void {
    // The title waits for a first line below it, so that a failure to execute anything is told before it.
    if (result.events.length === 0) this.#tellFailure(result);
    this.#separate();
    this.#title("Executing Cluster Transition");
    this.#tell(result.events);
    if (result.events.length > 0) this.#tellFailure(result);
  }

  #tellFailure(result: SimulatedTransition): void {
    for (const text of transitionErrors(result)) this.#error(text);
  }

  get #isPlain(): boolean {
    return this.#options.quiet === true && this.#options.showScores === true;
  }

  #status(state: ClusterState, title: string, pending: boolean): void {
    const { showAttributes = false, showFailures = false, formatTime } = this.#options;
    const lines = formatStatus(state, title, {
      pending,
      attributes: showAttributes,
      failures: showFailures,
      ...(formatTime !== undefined && { formatTime }),
    });
    for (const line of lines) this.#line(line);
  }

  #tell(events: readonly SimulationEvent[]): void {
    for (const event of events) {
      const { place, text } = describeEvent(event);
      if (place === "error") this.#error(text);
      else this.info(place === "info" ? text : `  * ${text}`);
    }
  }

  #title(title: string): void {
    if (this.#options.quiet !== true) this.#line(`${title}:`);
  }

  /** Sets a section off from what was told before. */
  #separate(): void {
    if (this.#printed) this.#line("");
  }

  #line(text: string): void {
    this.#write({ stream: "output", text });
  }

  #error(text: string): void {
    this.#write({ stream: "error", text });
  }
}

/** What is told of a transition that could not be completed. */
export function transitionErrors({ status }: Pick<SimulatedTransition, "status">): readonly string[] {
  return status === "terminated"
    ? ["Transition failed: terminated", "An invalid transition was produced"]
    : [];
}

function placementTitle(scores: boolean, utilization: boolean): string {
  if (!utilization) return "Assignment Scores";
  return scores ? "Assignment Scores and Utilization Information" : "Utilization Information";
}
