import { existsSync } from "node:fs";
import { ExecutionStatus, OCF, runAgentProcess, systemEnvironment } from "@sanode/ra";
import type { AlertCall, AlertRunner } from "./alerts.js";

/** Runs alert agents as processes of this host. */
export class ProcessAlertRunner implements AlertRunner {
  async run({ path, environment, timeout }: AlertCall): Promise<string | undefined> {
    if (!existsSync(path)) return `${path} does not exist`;
    const result = await runAgentProcess(
      {
        path,
        arguments: [],
        environment: { ...systemEnvironment(process.env), ...environment },
        kind: "Resource agent",
        exitCode: (exitStatus) => (exitStatus === 0 ? OCF.SUCCESS : OCF.ERR_GENERIC),
        givesReasons: false,
      },
      { timeout, parameters: {} },
      {},
    );
    if (result.status === ExecutionStatus.DONE && result.exitCode === OCF.SUCCESS) return undefined;
    if (result.status === ExecutionStatus.TIMED_OUT) return `${path} took longer than ${timeout} ms`;
    const said = result.stderr.text.trim();
    return `${path} failed${said === "" ? "" : `: ${said}`}`;
  }
}
