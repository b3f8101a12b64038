import { setFlagsFromString } from "node:v8";

/** Bytes of code that a function runs through before V8 considers it anew; by itself it takes a quarter of that. */
const BUDGET = 600_000;

/**
 * Has V8 optimize only what is done very often. Where many different documents are scheduled, a few times each, what was learnt from
 * one is often wrong for the next: the compiler, in threads of its own, took more processor time than all the rest.
 * Code that has been compiled earlier is refused afterwards, so this comes after scripts are loaded.
 */
export function optimizeLate(): void {
  setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
