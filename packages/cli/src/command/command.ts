import { asCommandError } from "../input/cluster-access.js";
import { createOutput, type Output } from "./output.js";

/**
 * Runs a command: what it has to say goes to its output, errors to standard error after the command's name.
 *
 * @returns the exit status
 */
export async function runCommand(
  name: string,
  given: Output | undefined,
  work: (output: Output) => Promise<number>,
): Promise<number> {
  const output = given ?? createOutput();
  try {
    return await work(output);
  } catch (error) {
    const known = asCommandError(error);
    if (known === undefined) throw error;
    if (known.message !== "") output.error(`sanode ${name}: ${known.message}`);
    return known.status;
  } finally {
    output.flush();
  }
}
