import type { XmlElement } from "@sanode/cib";
import type { ConfigurationWarning } from "../model/warning.js";

/** What collects warnings: the cluster state, or a reader that runs before there is one. */
export interface WarningSink {
  readonly warnings: ConfigurationWarning[];
}

/** Records something in the configuration that is ignored or replaced, so that it does not do what its author wrote. */
export function reportError(
  sink: WarningSink,
  place: XmlElement | string,
  code: string,
  message: string,
): void {
  report(sink, "error", place, code, message);
}

/** Records something that works but should be changed: deprecated words, values that fall back to a default. */
export function reportWarning(
  sink: WarningSink,
  place: XmlElement | string,
  code: string,
  message: string,
): void {
  report(sink, "warning", place, code, message);
}

function report(
  sink: WarningSink,
  severity: ConfigurationWarning["severity"],
  place: XmlElement | string,
  code: string,
  message: string,
): void {
  const element = typeof place === "string" ? place : (place.attributes.id ?? place.name);
  sink.warnings.push({ severity, code, element, message });
}
