import { type LrmEvent, type OperationRequest, operationDigests } from "@sanode/lrm";
import { ExecutionStatus, OCF } from "@sanode/ra";

/**
 * What is recorded in a node's place when it does not tell what became of an operation: it timed out.
 *
 * @param now seconds since 1970
 */
export function missingResult(
  request: OperationRequest,
  node: string,
  now: number,
): Extract<LrmEvent, { kind: "history" }> {
  const { resource, task, interval, parameters, transitionKey = "" } = request;
  const entry = {
    resource: resource.id,
    task,
    interval,
    featureSet: parameters.crm_feature_set ?? "",
    transitionKey,
    status: ExecutionStatus.TIMED_OUT,
    exitCode: OCF.ERR_GENERIC,
    exitReason: `Controller on ${node} did not return result in time`,
    node,
    callId: -1,
    times: { lastRcChange: now, execTime: 0, queueTime: 0 },
    ...operationDigests(parameters, interval, undefined),
  };
  const failure = { ...entry, id: `${resource.id}_last_failure_0` };
  const entries = interval > 0 ? [failure] : [failure, { ...entry, id: `${resource.id}_last_0` }];
  return { kind: "history", resource, entries };
}
