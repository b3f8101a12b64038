import type { Action } from "../model/action.js";

/**
 * A piece of work that now and then asks for something to be done before it goes on: an action to be refreshed
 * with all that follows from it, or another piece of work. Written as generators because such work nests as
 * deep as chains of orderings are long.
 */
export type Refreshing<Result> = Generator<Action | Refreshing<void>, Result, undefined>;

/** Does a piece of work to the end. `refresh` gives the work of refreshing an action, null if there is none. */
export function finish(work: Refreshing<void>, refresh: (action: Action) => Refreshing<void> | null): void {
  const suspended: Refreshing<void>[] = [];
  let current: Refreshing<void> | undefined = work;
  while (current !== undefined) {
    const step = current.next();
    if (step.done === true) {
      current = suspended.pop();
      continue;
    }
    const asked = step.value;
    const nested = isWork(asked) ? asked : refresh(asked);
    if (nested === null) continue;
    suspended.push(current);
    current = nested;
  }
}

function isWork(asked: Action | Refreshing<void>): asked is Refreshing<void> {
  return Symbol.iterator in asked;
}
