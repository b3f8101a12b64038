import { ExitStatus } from "./exit-status.js";

/** Runs a command to its exit status. */
export async function runCommand(
  main: (args: string[]) => Promise<number>,
  args: readonly string[],
): Promise<void> {
  // Nobody reads any more, as behind `| head`: that is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? ExitStatus.ok : ExitStatus.inputOutput);
  });
  process.exitCode = await main([...args]);
}
