import { fromEpoch, parseDateTime, parseInteger, toEpoch, type XmlElement } from "@sanode/cib";
import {
  type ClusterState,
  formatUtc,
  inputAsRead,
  type Schedule,
  type ScoreListener,
  scheduleState,
  unpack,
} from "@sanode/pengine";
import { hasInjections, type Injections, inject } from "./injections.js";
import type { SimulationReport } from "./report.js";
import { type SimulatedTransition, simulateTransition } from "./simulate-transition.js";

/** What a simulation is asked to do and to tell. */
export interface SessionOptions {
  /** The present moment, in seconds since 1970: the time of all results, and the time judged by if nothing else is given. */
  readonly clock: number;
  /** Judge by this moment, whatever the document says. A text that cannot be read is told, and ignored. */
  readonly date?: string;
  /** Seconds that the local zone is ahead of UTC, for dates without zone. */
  readonly localOffset?: number;
  /** The document is a running cluster's own (see `ScheduleOptions`). */
  readonly live?: boolean;
  /** Record scores and utilization, and tell them. */
  readonly showsPlacement?: boolean;
  readonly injections?: Injections;
  /** Operations that fail when they are executed, as `RESOURCE_TASK_MILLISECONDS@NODE=EXITCODE`. */
  readonly failures?: readonly string[];
  /** Told of every change of a score, with its cause. */
  readonly scoreListener?: ScoreListener;
}

/** A document that cannot be scheduled because it is made for a newer Pacemaker. */
export class FeatureSetError extends Error {
  override readonly name = "FeatureSetError";
}

/**
 * A simulation step by step, in the order of `crm_simulate`: status, injections, scheduling, summary, execution, status
 * afterwards. Each step tells its part of the report as it goes, so that files can be written in between; steps not
 * wanted are left out.
 */
export class SimulationSession {
  readonly #options: SessionOptions;
  readonly #report: SimulationReport;
  #cib: XmlElement;
  #state: ClusterState;
  #schedule: Schedule | null = null;
  /** Whether nodes were brought online: from then on nodes that results are written for are added where they lack. */
  #addsNodes = false;

  /** @param cib a document of the latest schema (see `upgradeCib`) */
  constructor(cib: XmlElement, options: SessionOptions, report: SimulationReport) {
    this.#options = options;
    this.#report = report;
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
    if (this.#report.showsStatus) this.#report.status(this.#state, "current");
  }

  /**
   * Makes the changes asked for, if there are any.
   *
   * @throws InjectionError
   */
  inject(): void {
    const { injections = {} } = this.#options;
    if (!hasInjections(injections)) return;
    this.#report.modifications(injections, () => {
      const { cib, events } = inject(this.#cib, this.#state, injections, this.#options.clock);
      this.#cib = cib;
      return events;
    });
    this.#addsNodes = injections.up !== undefined && injections.up.length > 0;
    this.#state = this.#unpack();
    this.#report.readAgain(this.#state);
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
    const known = this.#state.placementEvents?.length ?? 0;
    const schedule = scheduleState(this.#state);
    this.#schedule = schedule;
    // What was noted while the status was read is told with it.
    if (this.#options.showsPlacement === true) {
      this.#report.placement((this.#state.placementEvents ?? []).slice(known));
    }
    return schedule;
  }

  showSummary(): void {
    if (this.#schedule !== null) this.#report.summary(this.#schedule.summary);
  }

  /** Executes on paper what was scheduled, and shows the cluster as it is then. */
  execute(): SimulatedTransition {
    const { clock, failures = [] } = this.#options;
    const schedule = this.#schedule ?? this.schedule();
    const options = { time: clock, failures, addsNodes: this.#addsNodes };
    const result = simulateTransition(schedule, this.#cib, options);
    this.#report.transition(result);
    this.#cib = result.cib;
    if (this.#report.showsStatus) {
      this.#state = this.#unpack();
      this.#report.status(this.#state, "revised");
    }
    return result;
  }

  #unpack(): ClusterState {
    const {
      date,
      clock,
      localOffset = 0,
      scoreListener,
      showsPlacement = false,
      live = false,
    } = this.#options;
    const recorded = parseInteger(this.#cib.attributes["execution-date"] ?? "");
    let now = fromEpoch(clock, localOffset);
    if (date !== undefined) {
      this.#report.info(`Setting effective cluster time: ${date}`);
      now = parseDateTime(date, { today: now, localOffsetSeconds: localOffset }) ?? now;
    } else if (recorded !== undefined) {
      now = fromEpoch(recorded);
      this.#report.info(`Using the original execution date of: ${formatUtc(toEpoch(now))}`);
    }
    return unpack(this.#cib, {
      now,
      recordPlacement: showsPlacement,
      live,
      ...(scoreListener !== undefined && { scoreListener }),
    });
  }
}
