import type { Action } from "../model/action.js";

/** Gives an action meta-attributes, over those it has. */
export function setMeta(action: Action, meta: Iterable<readonly [name: string, value: string]>): void {
  action.meta = new Map([...action.meta, ...meta]);
}
