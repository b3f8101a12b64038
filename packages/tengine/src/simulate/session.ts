import { fromEpoch, parseDateTime, parseInteger, toEpoch, type XmlElement } from "@sanode/cib";
import {
  type ClusterState,
  formatList,
  formatPlacementEvents,
  formatStatus,
  formatSummary,
  formatUtc,
  inputAsRead,
  instanceCountLine,
  maintenanceBanner,
  type PlacementEvent,
  type Schedule,
  type ScoreListener,
  scheduleState,
  type TimeFormat,
  unpack,
} from "@sanode/pengine";
import { describeEvent, type SimulationEvent } from "./event.js";
import { hasInjections, type Injections, inject } from "./injections.js";
import { type SimulatedTransition, simulateTransition } from "./simulate-transition.js";

/** What a simulation is asked to do and to tell. */
export interface SessionOptions {
  /** The present moment, in seconds since 1970: the time of all results, and the time judged by if nothing else is given. */
  readonly clock: number;
  /** Judge by this moment, whatever the document says. A text that cannot be read is told, and ignored. */
  readonly date?: string;
  /** Seconds that the local zone is ahead of UTC, for dates without zone. */
  readonly localOffset?: number;
  /** How times are written in status texts; in UTC if not given. */
  readonly formatTime?: TimeFormat;
  /** Tell only what was asked for expressly. */
  readonly quiet?: boolean;
  readonly showScores?: boolean;
  readonly showUtilization?: boolean;
  readonly showAttributes?: boolean;
  readonly showFailures?: boolean;
  readonly injections?: Injections;
  /** Operations that fail when they are executed, as `RESOURCE_TASK_MILLISECONDS@NODE=EXITCODE`. */
  readonly failures?: readonly string[];
  /** Told of every change of a score, with its cause. */
  readonly scoreListener?: ScoreListener;
}

/** A line of a report, and whether it tells of an error. */
export interface ReportLine {
  readonly stream: "output" | "error";
  readonly text: string;
}

/** A document that cannot be scheduled because it is made for a newer Pacemaker. */
export class FeatureSetError extends Error {
  override readonly name = "FeatureSetError";
}

/**
 * A simulation step by step, in the order and with the texts of `crm_simulate`: status, injections, scheduling,
 * summary, execution, status afterwards. Each step tells its part of the report as it goes, so that files can be
 * written in between; steps not wanted are left out.
 */
export class SimulationSession {
  readonly #options: SessionOptions;
  readonly #write: (line: ReportLine) => void;
  #cib: XmlElement;
  #state: ClusterState;
  #schedule: Schedule | null = null;
  /** Something has been told that the next section is to be set off from. */
  #printed = false;
  /** Whether nodes were brought online: from then on nodes that results are written for are added where they lack. */
  #addsNodes = false;

  /**
   * @param cib a document of the latest schema (see `upgradeCib`)
   * @param write told each line of the report
   */
  constructor(cib: XmlElement, options: SessionOptions, write: (line: ReportLine) => void) {
    this.#options = options;
    this.#write = write;
    this.#cib = cib;
    this.#state = this.#unpack();
  }

  /** The document as it is by now. */
  get cib(): XmlElement {
    return this.#cib;
  }

  /** The document as it was read last, with what Pacemaker adds to it in reading: implied connections, whose failures are whose. */
  get inputAsRead(): XmlElement {
    return inputAsRead(this.#state);
  }

  /** The cluster as it is by now; after scheduling with all decisions. */
  get state(): ClusterState {
    return this.#state;
  }

  showStatus(): void {
    if (this.#options.quiet === true) return;
    this.#tellNotes();
    for (const line of maintenanceBanner(this.#state)) this.#line(line);
    this.#printed ||= this.#state.options.maintenanceMode;
    const counts = instanceCountLine(this.#state);
    if (counts !== null) {
      this.#separate();
      this.#line(counts);
      this.#printed = true;
    }
    this.#separate();
    this.#status("Current cluster status", true);
    this.#printed = true;
  }

  /** What was noticed while the status was read. */
  #tellNotes(): void {
    for (const { text } of this.#state.notes) this.#line(text);
  }

  /**
   * Makes the changes asked for, if there are any.
   *
   * @throws InjectionError
   */
  inject(): void {
    const { injections = {} } = this.#options;
    if (!hasInjections(injections)) return;
    this.#separate();
    this.#title("Performing Requested Modifications");
    this.#printed = true;
    const { cib, events } = inject(this.#cib, this.#state, injections, this.#options.clock);
    this.#tell(events);
    this.#addsNodes = injections.up !== undefined && injections.up.length > 0;
    this.#cib = cib;
    this.#state = this.#unpack();
    if (this.#options.quiet !== true) this.#tellNotes();
  }

  /**
   * Decides what is to be done; tells scores and utilization if asked for.
   *
   * @throws FeatureSetError
   */
  schedule(): Schedule {
    if (this.#state.tooNew) {
      throw new FeatureSetError(
        `the configuration's feature set ${this.#cib.attributes.crm_feature_set ?? ""} is newer than the one that is known`,
      );
    }
    const { showScores = false, showUtilization = false } = this.#options;
    const known = this.#state.placementEvents?.length ?? 0;
    const schedule = scheduleState(this.#state);
    this.#schedule = schedule;
    // What was noted while the status was read is told with it.
    if (showScores || showUtilization) this.#showPlacement((this.#state.placementEvents ?? []).slice(known));
    return schedule;
  }

  #showPlacement(events: readonly PlacementEvent[]): void {
    const { showScores = false, showUtilization = false, quiet = false } = this.#options;
    this.#separate();
    if (!this.#isPlain) this.#line(`${placementTitle(showScores, showUtilization)}:`);
    for (const event of events) {
      if (event.kind !== "note") {
        const lines = formatPlacementEvents([event], { scores: showScores, utilization: showUtilization });
        for (const line of lines) this.#line(this.#isPlain ? line : `  * ${line}`);
      } else if (showScores && !quiet) this.#line(event.text);
    }
    this.#printed = true;
  }

  showSummary(): void {
    if (this.#options.quiet === true || this.#schedule === null) return;
    this.#separate();
    this.#list("Transition Summary", formatSummary(this.#schedule.summary));
  }

  /** Executes on paper what was scheduled, and shows the cluster as it is then. */
  execute(): SimulatedTransition {
    const { clock, failures = [] } = this.#options;
    const schedule = this.#schedule ?? this.schedule();
    const options = { time: clock, failures, addsNodes: this.#addsNodes };
    const result = simulateTransition(schedule, this.#cib, options);
    // The title waits for a first line below it, so that a failure to execute anything is told before it.
    if (result.events.length === 0) this.#tellFailure(result);
    this.#separate();
    this.#title("Executing Cluster Transition");
    this.#tell(result.events);
    if (result.events.length > 0) this.#tellFailure(result);
    this.#cib = result.cib;
    if (this.#options.quiet !== true) {
      this.#state = this.#unpack();
      for (const { about, text } of this.#state.notes) if (about === "unfencing") this.#line(text);
      this.#line("");
      this.#status("Revised Cluster Status", false);
    }
    return result;
  }

  #tellFailure({ status }: SimulatedTransition): void {
    if (status !== "terminated") return;
    this.#error("Transition failed: terminated");
    this.#error("An invalid transition was produced");
  }

  get #isPlain(): boolean {
    return this.#options.quiet === true && this.#options.showScores === true;
  }

  #unpack(): ClusterState {
    const { date, clock, localOffset = 0, scoreListener, showScores, showUtilization } = this.#options;
    const recorded = parseInteger(this.#cib.attributes["execution-date"] ?? "");
    let now = fromEpoch(clock, localOffset);
    if (date !== undefined) {
      this.#info(`Setting effective cluster time: ${date}`);
      now = parseDateTime(date, { today: now, localOffsetSeconds: localOffset }) ?? now;
    } else if (recorded !== undefined) {
      now = fromEpoch(recorded);
      this.#info(`Using the original execution date of: ${formatUtc(toEpoch(now))}`);
    }
    return unpack(this.#cib, {
      now,
      recordPlacement: showScores === true || showUtilization === true,
      ...(scoreListener !== undefined && { scoreListener }),
    });
  }

  #status(title: string, pending: boolean): void {
    const { showAttributes = false, showFailures = false, formatTime } = this.#options;
    const lines = formatStatus(this.#state, title, {
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
      else if (place === "info") this.#info(text);
      else if (this.#options.quiet !== true) this.#line(`  * ${text}`);
    }
  }

  #list(title: string, items: readonly string[]): void {
    for (const line of formatList({ title, items })) this.#line(line);
  }

  #title(title: string): void {
    if (this.#options.quiet !== true) this.#line(`${title}:`);
  }

  #info(text: string): void {
    if (this.#options.quiet !== true) this.#line(text);
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

function placementTitle(scores: boolean, utilization: boolean): string {
  if (!utilization) return "Assignment Scores";
  return scores ? "Assignment Scores and Utilization Information" : "Utilization Information";
}
