import { execFile } from "node:child_process";
import { join } from "node:path";

/** How a run of a tool ended. */
export interface Run {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs one of the reference's tools in a folder; null if it crashed, which makes it no judge. */
export function runTool(
  tool: string,
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Run | null> {
  const program = join(process.env.SANODE_REFERENCE ?? "", tool);
  const options = {
    cwd: folder,
    maxBuffer: 64 << 20,
    timeout: 60_000,
    env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8", ...environment },
  };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, output, errors) => {
      const status = error === null ? 0 : error.code;
      const crashed = typeof status !== "number" || status > 128;
      resolve(crashed ? null : { status, output, errors });
    });
  });
}
