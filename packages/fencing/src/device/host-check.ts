import { lowerAscii } from "@sanode/cib";
import type { FenceMetadata } from "../agent/fence-metadata.js";

/** How it is found out whether a device can fence a node. */
export type HostCheck = "none" | "static-list" | "dynamic-list" | "status" | "invalid";

const CHECKS: readonly HostCheck[] = ["none", "static-list", "dynamic-list", "status"];

/**
 * The check that a device's configuration and agent lead to; "invalid" for a configured word that is none.
 * Source: Pacemaker Explained, "Special Meta-Attributes for Fencing Resources", `pcmk_host_check`.
 *
 * @param metadata undefined if the agent's is not known
 */
export function hostCheck(
  parameters: ReadonlyMap<string, string>,
  metadata: FenceMetadata | undefined,
): HostCheck {
  const configured = parameters.get("pcmk_host_check");
  if (configured !== undefined) return CHECKS.find((check) => check === lowerAscii(configured)) ?? "invalid";
  if (parameters.has("pcmk_host_list") || parameters.has("pcmk_host_map")) return "static-list";
  if (metadata?.actions.has("list") === true) return "dynamic-list";
  return metadata?.actions.has("status") === true ? "status" : "none";
}
