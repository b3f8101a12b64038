import type { AgentName } from "./agent-name.js";

/** One action to be run. */
export interface ActionRequest {
  readonly agent: AgentName;
  /** The resource's id, OCF_RESOURCE_INSTANCE. */
  readonly resource: string;
  /** `start`, `stop`, `monitor`, … */
  readonly action: string;
  /**
   * What the agent finds as OCF_RESKEY_NAME: instance attributes and the cluster's own `CRM_meta_…` values.
   * `OCF_CHECK_LEVEL` goes by that name alone.
   */
  readonly parameters: Readonly<Record<string, string>>;
  /** Milliseconds that the process may take; 0 for no limit. */
  readonly timeout: number;
  /** When aborted, the process group is killed at once and the result is "cancelled". */
  readonly signal?: AbortSignal;
}
