import { spawnSync } from "node:child_process";
import { CommandError, ExitStatus } from "../command/exit-status.js";
import { systemErrorText } from "../command/files.js";

/**
 * Opens a file in the program that EDITOR names, which may have arguments of its own. Returns the exit status.
 *
 * @throws CommandError if there is no such program
 */
export function edit(file: string): number {
  const [program = "", ...args] = (process.env.EDITOR ?? "").split(/\s+/).filter((word) => word !== "");
  if (program === "") throw new CommandError(ExitStatus.notConfigured, "No value for EDITOR defined");
  return run(program, [...args, file], process.env, (reason) => {
    const command = [program, ...args, file].join(" ");
    return new CommandError(ExitStatus.systemFile, `Could not invoke EDITOR (${command}): ${reason}`);
  });
}

/**
 * Starts the user's shell with a shadow document as the cluster's. Returns the exit status.
 *
 * @throws CommandError if the shell cannot be started
 */
export function startShell(shell: string, shadow: string): number {
  const environment = { ...process.env, CIB_shadow: shadow, PS1: `shadow[${shadow}] # ` };
  return run(shell, [], environment, (reason) => {
    return new CommandError(ExitStatus.notFound, `Failed to launch shell '${shell}': ${reason}`);
  });
}

function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  problem: (reason: string) => CommandError,
): number {
  const { error, status } = spawnSync(program, args, { stdio: "inherit", env });
  if (error === undefined) return status === 0 ? ExitStatus.ok : ExitStatus.error;
  throw problem(
    "code" in error && typeof error.code === "string" ? systemErrorText(error.code) : error.message,
  );
}
