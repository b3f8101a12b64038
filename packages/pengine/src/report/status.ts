import type { ClusterState } from "../model/state.js";
import { countInstances } from "../status/instance-counts.js";
import { type FailureStyle, failedActions, migrationSummary } from "./failures.js";
import { formatSections, type TextList } from "./layout.js";
import { nodeAttributes } from "./node-attributes.js";
import { nodeList } from "./node-list.js";
import { resourceList } from "./resource-list.js";
import { statusContext } from "./status-context.js";
import { formatTime, type TimeFormat } from "./time.js";

/** What a status shows besides nodes and resources. */
export interface StatusOptions {
  /** Operations under way; true if not given. */
  readonly pending?: boolean;
  /** Node attributes. */
  readonly attributes?: boolean;
  /** Fail counts and failed operations. */
  readonly failures?: boolean;
  /** Fail counts; the same as `failures` if not given. */
  readonly failCounts?: boolean;
  /** How failed operations are told; with all their numbers if not given. */
  readonly failureStyle?: FailureStyle;
  /** How times are written; in UTC if not given. */
  readonly formatTime?: TimeFormat;
}

/**
 * The state of a cluster: nodes, resources and what else is asked for. Shows what the state says at the moment, so that
 * the status before a transition is to be asked for before the state is scheduled.
 *
 * @param title `Current cluster status`, `Revised Cluster Status`
 */
export function formatStatus(state: ClusterState, title: string, options: StatusOptions = {}): string[] {
  const format = options.formatTime ?? ((seconds: number) => formatTime(seconds));
  const sections: TextList[] = [];
  const add = (list: TextList): void => {
    if (list.items.length > 0) sections.push(list);
  };
  // Offline guests are not shown, but where there are nodes there is a list.
  if (state.nodes.length > 0) sections.push(nodeList(state));
  add(resourceList(statusContext(state, options.pending ?? true)));
  if (options.attributes === true) add(nodeAttributes(state));
  const { failures = false, failCounts = failures, failureStyle = "technical" } = options;
  const summary = failCounts ? migrationSummary(state, format) : null;
  if (summary !== null) sections.push(summary);
  if (failures) add(failedActions(state, format, failureStyle));
  return formatSections(title, sections);
}

/** Tells that nothing is managed, where cluster-wide maintenance mode is on; begins with an empty line. */
export function maintenanceBanner(state: ClusterState): string[] {
  if (!state.options.maintenanceMode) return [];
  return [
    "",
    "              *** Resource management is DISABLED ***",
    "  The cluster will not attempt to start, stop or recover services",
  ];
}

/** Tells that everything is kept stopped, where `stop-all-resources` is on; begins with an empty line. */
export function stopAllBanner(state: ClusterState): string[] {
  if (!state.options.stopAllResources) return [];
  return ["", "    *** Resource management is DISABLED ***", "  The cluster will keep all resources stopped"];
}

/** Tells how many instances there are, and how many of them are kept from running, as by crm_mon(8). */
export function configuredInstancesLine(state: ClusterState): string {
  const { total, disabled, blocked } = countInstances(state);
  const kept = [
    ...(disabled > 0 ? [`${disabled} DISABLED`] : []),
    ...(blocked > 0 ? [`${blocked} BLOCKED from further action due to failure`] : []),
  ];
  const note = kept.length > 0 ? ` (${kept.join(", ")})` : "";
  return `${total} resource instance${total === 1 ? "" : "s"} configured${note}`;
}

/** Tells how many instances are kept from running, if any; null otherwise. */
export function instanceCountLine(state: ClusterState): string | null {
  const { total, disabled, blocked } = countInstances(state);
  if (disabled === 0 && blocked === 0) return null;
  return `${disabled} of ${total} resource instances DISABLED and ${blocked} BLOCKED from further action due to failure`;
}
