import { checkStore, describeReport, openStore, StoreError, type StoreReport } from "@sanode/store";
import { CommandError, ExitStatus, statusOfSystemError } from "../../command/exit-status.js";
import type { Output } from "../../command/output.js";
import { VERSION_TEXT } from "../../command/top-help.js";
import { readArguments } from "./options.js";

/**
 * `sanode cib store`. Returns the exit status.
 *
 * @throws CommandError for wrong usage, or a directory that cannot be used
 */
export async function main(args: readonly string[], output: Output): Promise<number> {
  const options = readArguments(args);
  switch (options.kind) {
    case "help": {
      const { storeHelp } = await import("./help.js");
      output.verbatim(storeHelp());
      return ExitStatus.ok;
    }
    case "version":
      output.verbatim(VERSION_TEXT);
      return ExitStatus.ok;
    case "check":
      return check(options.directory, options.json, output);
    case "recover":
      return recover(options.directory, options.json, output);
  }
}

async function check(directory: string, json: boolean, output: Output): Promise<number> {
  const report = await checkStore(directory).catch(refuse);
  tell(report, json, output);
  if (report.inUse && !json) output.line("  A store has it open: what is being written may look half done.");
  return report.outcome === "backup" || report.outcome === "damaged"
    ? ExitStatus.badConfiguration
    : ExitStatus.ok;
}

async function recover(directory: string, json: boolean, output: Output): Promise<number> {
  // Opening a store makes its directory, which is not what somebody wants who has mistyped it.
  await checkStore(directory).catch(refuse);
  try {
    const store = await openStore(directory);
    await store.close();
    tell(store.report, json, output);
    const isRepaired = !store.report.warnings.some(({ code }) => code.startsWith("not-"));
    return isRepaired ? ExitStatus.ok : ExitStatus.inputOutput;
  } catch (error) {
    if (!(error instanceof StoreError) || error.report === undefined) return refuse(error);
    tell(error.report, json, output);
    return ExitStatus.badConfiguration;
  }
}

function tell(report: StoreReport, json: boolean, output: Output): void {
  output.line(json ? JSON.stringify(report, null, 2) : describeReport(report));
}

function refuse(error: unknown): never {
  if (!(error instanceof StoreError)) throw error;
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  const status = error.code === "unsafe" ? ExitStatus.noPrivilege : statusOfSystemError(code);
  throw new CommandError(status, error.message);
}
