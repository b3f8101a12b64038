import { digestParameters } from "@sanode/cib";
import { type AgentMetadata, privateParameters, reloadAction, restartParameters } from "@sanode/ra";
import type { ParameterDigest } from "./entry.js";

/** Parameters of ours that say nothing about the resource. */
const NOT_DIGESTED = new Set([
  "id",
  "crm_feature_set",
  "op-digest",
  "on_node",
  "on_node_uuid",
  "pcmk_external_ip",
]);

/** Tasks for which an agent's meta-data is asked for and recorded with the result. A stop is not one of them. */
const METADATA_TASKS = new Set([
  "start",
  "monitor",
  "promote",
  "demote",
  "reload",
  "reload-agent",
  "migrate_to",
  "migrate_from",
  "notify",
]);

/** Whether an operation needs its agent's meta-data. Agents without parameters have none that matters. */
export function needsMetadata(agentClass: string, task: string): boolean {
  const hasParameters = agentClass === "ocf" || agentClass === "stonith";
  return hasParameters && METADATA_TASKS.has(task);
}

/** The digests of one operation's parameters by which a later change of the configuration is noticed. */
export interface OperationDigests {
  readonly digest: string;
  readonly restart?: ParameterDigest;
  readonly secure?: ParameterDigest;
}

/**
 * Computes the digests of an operation. Without meta-data there is only the one of all parameters.
 *
 * The digest of a recurring operation also covers its timeout, `CRM_meta_timeout`. The restart digest is written only for operations
 * that are not recurring, of agents that can reload.
 * Source: Pacemaker Explained, "Operation history", `op-digest`; "Reloading Services and Agents After a Definition Change".
 */
export function operationDigests(
  parameters: Readonly<Record<string, string>>,
  interval: number,
  metadata: AgentMetadata | undefined,
): OperationDigests {
  const digested = digestedParameters(parameters, interval);
  const digest = digestParameters(digested);
  if (metadata === undefined) return { digest };
  const restart =
    interval === 0 && reloadAction(metadata) !== undefined ? restartParameters(metadata) : undefined;
  const secret = privateParameters(metadata);
  return {
    digest,
    ...(restart && {
      restart: { names: restart, digest: digestOf(digested, (name) => restart.includes(name)) },
    }),
    ...(secret.length > 0 && {
      secure: { names: secret, digest: digestOf(digested, (name) => !secret.includes(name)) },
    }),
  };
}

type Pairs = readonly (readonly [name: string, value: string])[];

function digestedParameters(parameters: Readonly<Record<string, string>>, interval: number): Pairs {
  return Object.entries(parameters).filter(([name]) => {
    if (name.startsWith("CRM_meta_")) return name === "CRM_meta_timeout" && interval > 0;
    return !NOT_DIGESTED.has(name);
  });
}

function digestOf(pairs: Pairs, isIncluded: (name: string) => boolean): string {
  return digestParameters(pairs.filter(([name]) => isIncluded(name)));
}
