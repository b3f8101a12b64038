/** Milliseconds that a unit's state is left alone at most while it is changing. */
const LONGEST_PAUSE = 2000;

/** Below this, in milliseconds, what is left of the time is not divided any more. */
const SHORTEST_REST = 20;

/**
 * How long to wait, in milliseconds, before a unit that is just starting or stopping is looked at again; undefined if
 * there is no time for that.
 *
 * @param timeout of the operation, in milliseconds
 * @param left of that time
 */
export function pauseBeforeNextLook(timeout: number, left: number): number | undefined {
  let pause = timeout / 10;
  if (pause >= left && left > SHORTEST_REST) pause = left / 2;
  pause = Math.min(Math.floor(pause), LONGEST_PAUSE);
  return pause < left ? pause : undefined;
}

/** When recurring monitors first found their unit in between. A monitor is named RESOURCE/INTERVAL. */
export class PendingMonitors {
  readonly #since = new Map<string, number>();

  /**
   * To be told of each look: whether the unit has been in between for longer than the operation's timeout.
   *
   * @param now milliseconds of a clock that never goes back
   */
  isOverdue(monitor: string, timeout: number, now: number): boolean {
    const since = this.#since.get(monitor);
    if (since === undefined) this.#since.set(monitor, now);
    return since !== undefined && timeout > 0 && now - since >= timeout;
  }

  /** A look found the unit in a definite state. */
  settled(monitor: string): void {
    this.#since.delete(monitor);
  }

  /** A resource is started or stopped: its monitors begin anew. */
  forget(resource: string): void {
    for (const monitor of this.#since.keys()) {
      if (monitor.startsWith(`${resource}/`)) this.#since.delete(monitor);
    }
  }
}
