import type { Output } from "../../command/output.js";
import { run } from "../json/run.js";

/** `sanode cib to-json`. */
export function main(args: readonly string[], output: Output): Promise<number> {
  return run("to-json", args, output);
}
