import type { Output } from "../command/output.js";
import { watch } from "../mon/index.js";

/** `sanode status`. Returns the exit status. */
export function main(args: readonly string[], given?: Output): Promise<number> {
  return watch("status", args, given);
}
