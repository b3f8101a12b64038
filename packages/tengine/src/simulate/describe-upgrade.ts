import type { UpgradeWarning } from "@sanode/cib";

/** What is to be told on standard error of bringing a document to the latest schema, in the reference's manner. */
export function describeUpgrade({ code, severity, message }: UpgradeWarning): string {
  return code === "conversion" ? `${severity.toUpperCase()}: ${message}` : message;
}
