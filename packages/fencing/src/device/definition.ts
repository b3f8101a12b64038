import { equalIgnoringCase, millisecondsToSeconds, parseInteger, parseTimeSpan } from "@sanode/cib";

/** What somebody says a fencing device is. */
export interface DeviceDefinition {
  readonly id: string;
  /** The agent, as the configuration's `type` names it. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** The resource's meta-attribute. */
  readonly provides?: string;
}

const DEFAULT_ATTEMPTS = 2;

/**
 * The timeout configured for an action in whole seconds, at least one; undefined if there is none that can be used. A
 * timeout of nothing counts as none, since an agent without a limit could hang for ever.
 */
export function configuredTimeout(
  parameters: ReadonlyMap<string, string>,
  action: string,
): number | undefined {
  const span = parseTimeSpan(parameters.get(`pcmk_${action}_timeout`));
  if (span === undefined || span.outOfRange || span.milliseconds <= 0) return undefined;
  return millisecondsToSeconds(span.milliseconds);
}

/** How often an agent is run for an action at most. */
export function configuredAttempts(parameters: ReadonlyMap<string, string>, action: string): number {
  const text = parameters.get(`pcmk_${action}_retries`);
  return text === undefined ? DEFAULT_ATTEMPTS : Math.max(parseInteger(text) ?? 1, 1);
}

/** How many agents may run at once for a device on one node. */
export function actionLimit(parameters: ReadonlyMap<string, string>): number {
  const limit = parseInteger(parameters.get("pcmk_action_limit")) ?? 1;
  return limit < 0 ? Number.POSITIVE_INFINITY : Math.max(limit, 1);
}

/** Whether two definitions mean the same device, so that what is known of it stays true. */
export function isSameDevice(one: DeviceDefinition, other: DeviceDefinition): boolean {
  if (!equalIgnoringCase(one.type, other.type)) return false;
  const [mine, theirs] = [agentParameters(one), agentParameters(other)];
  return (
    mine.size === theirs.size &&
    [...mine].every(([name, value]) => equalIgnoringCase(theirs.get(name) ?? "", value) && theirs.has(name))
  );
}

function agentParameters({ parameters }: DeviceDefinition): ReadonlyMap<string, string> {
  return new Map(
    [...parameters].filter(([name]) => !name.startsWith("CRM_meta_") && name !== "crm_feature_set"),
  );
}
