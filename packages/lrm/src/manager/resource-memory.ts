import { isFailure } from "../operation/failure.js";
import type { OperationResult, ResourceDefinition } from "../operation/operation.js";

/** What a manager keeps in mind about one resource beside its history. */
export class ResourceMemory {
  definition: ResourceDefinition;
  /** Call id of the latest result. */
  lastCallId: number | undefined;
  /** The latest failure of any operation. */
  failed: OperationResult | undefined;
  /** The parameters that the running resource has, which a stop must be given even if they have changed since. */
  #stopParameters: Readonly<Record<string, string>> | undefined;

  constructor(definition: ResourceDefinition) {
    this.definition = definition;
  }

  /** Takes note of a result. */
  remember(result: OperationResult): void {
    this.lastCallId = result.callId;
    if (isFailure(result)) this.failed = result;
    else if (result.interval === 0 && SETS_STOP_PARAMETERS.has(result.task)) {
      this.#stopParameters = withoutMeta(result.parameters);
    }
  }

  /** What a stop is run with: the cluster's own values as ordered, all else as the resource was started with. */
  stopParameters(ordered: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    if (this.#stopParameters === undefined) return ordered;
    const meta = Object.entries(ordered).filter(([name]) => name.startsWith("CRM_meta_"));
    return { ...this.#stopParameters, ...Object.fromEntries(meta) };
  }
}

const SETS_STOP_PARAMETERS = new Set(["start", "reload", "reload-agent", "monitor"]);

function withoutMeta(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !name.startsWith("CRM_meta_")));
}
