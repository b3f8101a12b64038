import { type DateTime, firstElement, toEpoch, type XmlElement } from "@sanode/cib";
import { applyPatchset, type Patchset } from "@sanode/cib/patchset";
import type { ScheduleOptions } from "../schedule.js";
import { type Answer, MergedAnswer, WholeAnswer } from "./answer.js";
import { Connections } from "./connections.js";
import { type Changes, findChanges } from "./find-changes.js";
import { nodeFacts } from "./node-facts.js";
import { type ObservedRun, observeRun } from "./observed-run.js";
import { type Part, type PartContext, runPart } from "./part-run.js";
import { type Picture, type Places, refuseWholes, takeApart } from "./picture.js";
import { type FullReason, NotInPart } from "./reason.js";
import { Rechecks } from "./rechecks.js";
import { agrees, replacePart } from "./replace-part.js";
import { StatusIndex } from "./status-index.js";

/** Parts that are kept at most before everything is decided anew, so that memory is bounded. */
const MOST_PARTS = 256;
/** Unconnected resources that are worth being looked at one by one. */
const MOST_COMPONENTS = 8;

/** What a scheduler is told besides the configuration. */
export type SchedulerOptions = Pick<ScheduleOptions, "now" | "recordPlacement" | "live">;

/** How an answer was come by, and the answer. */
export type Update =
  /** Nothing is decided by what has changed: the answer is the same object as before. */
  | { readonly how: "unchanged"; readonly answer: Answer }
  /** Only these top-level resources, which the change may have touched, were decided anew. */
  | { readonly how: "partial"; readonly answer: Answer; readonly resources: readonly string[] }
  | { readonly how: "full"; readonly answer: Answer; readonly reason: FullReason };

/**
 * Follows a cluster from one document to the next. Each answer is what `schedule` gives for the new document, to the
 * numbers of the actions; but where a change can only have touched a few resources, only these are decided anew.
 *
 * A change is answered in part when it is in the histories, fail counts or settings of resources that constraints
 * connect with few others, while no node has to be fenced or shut down. {@link FullReason} lists what prevents it.
 * Warnings are not told: `schedule` and `reviewConfiguration` tell them.
 *
 * Documents must have been upgraded to the current schema. They are never changed.
 */
export class Scheduler {
  #cib: XmlElement;
  #options: SchedulerOptions;
  #current: Update;
  /** The last full answer's run until it is taken apart, then what is known of its parts. */
  #known: ObservedRun | Parts;
  /** Of the last configuration that was looked at as a whole. */
  #connections: KnownConnections | null = null;

  constructor(cib: XmlElement, options: SchedulerOptions) {
    this.#cib = cib;
    this.#options = options;
    const run = observeRun(cib, options);
    this.#known = run;
    this.#current = { how: "full", answer: new WholeAnswer(run.schedule), reason: "first" };
  }

  /** The document that the answer is for. */
  get cib(): XmlElement {
    return this.#cib;
  }

  /** The last answer, and how it was come by. */
  get current(): Update {
    return this.#current;
  }

  /**
   * Answers for a changed document. It is fastest when the document shares with the last one what has not changed, as
   * after a patchset or an edit.
   *
   * @param change a patchset for the last document, or the new document
   * @param options the moment to judge by, if it is not the last one
   * @throws PatchsetError if the patchset does not fit; nothing has changed then
   */
  update(
    change: XmlElement | Patchset,
    { now = this.#options.now }: { readonly now?: DateTime } = {},
  ): Update {
    const cib = "changes" in change ? applyPatchset(this.#cib, change) : change;
    try {
      this.#current = this.#tryInPart(cib, now);
    } catch (error) {
      if (!(error instanceof NotInPart)) throw error;
      this.#current = this.#inFull(cib, now, error.reason);
    }
    this.#cib = cib;
    return this.#current;
  }

  #inFull(cib: XmlElement, now: DateTime, reason: FullReason): Update {
    this.#options = { ...this.#options, now };
    const run = observeRun(cib, this.#options);
    this.#known = run;
    return { how: "full", answer: new WholeAnswer(run.schedule), reason };
  }

  #tryInPart(cib: XmlElement, now: DateTime): Update {
    const { answer } = this.#current;
    const connections = this.#findConnections();
    const { now: before } = this.#options;
    if (now !== before) checkTime(before, now, connections.timed || this.#recheckBy() !== null);
    this.#options = { ...this.#options, now };
    const changes = findChanges(this.#cib, cib, connections);
    const touched = componentsOf(changes, connections);
    if (touched.length === 0) {
      if (this.#known instanceof Parts) this.#known.follow(cib, changes);
      return { how: "unchanged", answer };
    }
    checkSize(touched, connections);
    // Taken apart when that is first wanted.
    if (!(this.#known instanceof Parts)) this.#known = new Parts(this.#cib, this.#known, connections);
    const picture = this.#known.update(this.#cib, cib, changes, touched, this.#options);
    const resources = touched.flatMap((component) => connections.membersOf(component));
    return { how: "partial", answer: new MergedAnswer(picture), resources };
  }

  /** @throws NotInPart if the last answer, or the configuration, cannot be taken apart anyway */
  #findConnections(): Connections {
    if (this.#known instanceof Parts) return this.#known.connections;
    refuseWholes(this.#known);
    const configuration = firstElement(this.#cib, "configuration");
    if (configuration === undefined) throw new NotInPart("unusual-document");
    if (this.#connections?.configuration !== configuration)
      this.#connections = { configuration, connections: connect(configuration) };
    const { connections } = this.#connections;
    if (connections instanceof Connections) return connections;
    throw new NotInPart(connections);
  }

  #recheckBy(): number | null {
    return this.#known instanceof Parts ? this.#known.recheckBy : this.#known.schedule.graph.header.recheckBy;
  }
}

interface KnownConnections {
  readonly configuration: XmlElement;
  readonly connections: Connections | FullReason;
}

function connect(configuration: XmlElement): Connections | FullReason {
  try {
    return new Connections(configuration);
  } catch (error) {
    if (error instanceof NotInPart) return error.reason;
    throw error;
  }
}

function checkTime(before: DateTime, now: DateTime, timed: boolean): void {
  if (toEpoch(before) === toEpoch(now) && before.offset === now.offset) return;
  if (timed || toEpoch(now) < toEpoch(before) || before.offset !== now.offset) throw new NotInPart("time");
}

function componentsOf({ resources }: Changes, connections: Connections): string[] {
  return [...new Set([...resources].map((id) => connections.componentOf(id)))];
}

function checkSize(touched: readonly string[], connections: Connections): void {
  if (touched.length > MOST_COMPONENTS) throw new NotInPart("many-changes");
  const size = touched.reduce((sum, component) => sum + connections.membersOf(component).length, 0);
  const all = connections.topLevel.size;
  if (all > MOST_COMPONENTS && size > all / 4) throw new NotInPart("large-component");
}

/** What is kept from one answer to the next. */
class Parts {
  readonly connections: Connections;
  readonly #places: Places;
  readonly #facts: string;
  readonly #rechecks: Rechecks;
  #picture: Picture;
  /** Components known to be decided alone as they are among the others. */
  readonly #independent = new Set<string>();
  #replaced = 0;

  constructor(cib: XmlElement, run: ObservedRun, connections: Connections) {
    this.connections = connections;
    const { state } = run.schedule;
    const order = new Map(state.resources.map(({ id }, at) => [id, at]));
    const status = new StatusIndex(cib, connections);
    this.#places = { connections, status, order };
    this.#picture = takeApart(run, this.#places);
    this.#facts = nodeFacts(state);
    this.#rechecks = new Rechecks(this.#picture.header.recheckBy);
  }

  get recheckBy(): number | null {
    return this.#rechecks.earliest;
  }

  follow(cib: XmlElement, { histories }: Changes): void {
    this.#places.status.follow(cib, histories);
  }

  update(
    before: XmlElement,
    after: XmlElement,
    changes: Changes,
    touched: readonly string[],
    options: ScheduleOptions,
  ): Picture {
    this.#replaced += touched.length;
    if (this.#replaced > MOST_PARTS) throw new NotInPart("kept-parts");
    for (const component of touched) this.#prove(before, component, options);
    this.follow(after, changes);
    for (const component of touched) this.#replace(runPart(after, component, this.#context(options)));
    return this.#picture;
  }

  /** The first time a component is touched, it must come out alone as it did among the others. */
  #prove(cib: XmlElement, component: string, options: ScheduleOptions): void {
    if (this.#independent.has(component)) return;
    const part = runPart(cib, component, this.#context(options));
    if (!agrees(this.#picture, part, this.#places)) throw new NotInPart("coupled");
    if (!this.#rechecks.learn(component, part.recheckBy)) throw new NotInPart("recheck-time");
    this.#independent.add(component);
  }

  #replace(part: Part): void {
    if (!this.#rechecks.change(part.component, part.recheckBy)) throw new NotInPart("recheck-time");
    this.#picture = replacePart(this.#picture, part, this.#places, this.#rechecks.earliest);
  }

  #context(options: ScheduleOptions): PartContext {
    return {
      places: this.#places,
      picture: this.#picture,
      options,
      facts: this.#facts,
    };
  }
}
