import { firstElement, fromEpoch, type XmlElement } from "@sanode/cib";
import { describeFailure, type OperationRecord } from "@sanode/fencing";
import { exitText, statusText, unpack } from "@sanode/pengine";
import { type Clock, ExecutionStatus, OCF } from "@sanode/ra";
import type { ClusterEvent } from "../events.js";
import type { Alert } from "./alert.js";
import { type AlertRecipient, readAlerts } from "./read-alerts.js";
import { formatTimestamp, microseconds } from "./timestamp.js";

/** One run of an alert agent. */
export interface AlertCall {
  readonly path: string;
  /** What the agent finds beside the system's own variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Runs alert agents. */
export interface AlertRunner {
  /** Runs an agent to its end. Resolves with what went wrong, if anything did; never rejects. */
  run(call: AlertCall): Promise<string | undefined>;
}

export interface AlertsOptions {
  readonly runner: AlertRunner;
  readonly clock: Clock;
  /** The configuration; the same object as long as it does not change. */
  readonly configuration: () => XmlElement;
  /** The id of a node in the CIB. */
  readonly nodeId: (node: string) => string | undefined;
  /** What a failed agent has to say, or what is said of it. */
  readonly onProblem: (alert: string, problem: string) => void;
}

/** The version that agents are told: that of the Pacemaker whose alerts these are. */
const VERSION = "3.0.3";

/**
 * Calls alert agents for what happens to the cluster: without waiting for any, and whatever comes of them.
 *
 * Source: Pacemaker Explained, "Alerts"; Pacemaker Administration, "Alert Agents".
 */
export class Alerts {
  readonly #options: AlertsOptions;
  /** What nodes have been told to be. */
  readonly #members = new Map<string, boolean>();
  #sequence = 0;
  #read: { readonly configuration: XmlElement; readonly recipients: readonly AlertRecipient[] } | undefined;

  constructor(options: AlertsOptions) {
    this.#options = options;
  }

  hear(event: ClusterEvent): void {
    const alerts = this.#alertsOf(event);
    if (alerts.length === 0) return;
    const recipients = this.#recipients();
    const now = this.#options.clock.now();
    for (const alert of alerts) this.#send(alert, recipients, now);
  }

  /** Read when the configuration has changed, as in Pacemaker; what rules say counts for that moment. */
  #recipients(): readonly AlertRecipient[] {
    const configuration = this.#options.configuration();
    if (this.#read?.configuration !== configuration) {
      const now = fromEpoch(Math.floor(this.#options.clock.now() / 1000));
      const recipients = hasAlerts(configuration) ? readAlerts(unpack(configuration, { now })) : [];
      this.#read = { configuration, recipients };
    }
    return this.#read.recipients;
  }

  #alertsOf(event: ClusterEvent): readonly Alert[] {
    switch (event.kind) {
      case "node-joined":
        return this.#nodeAlert(event.node, true);
      case "node-lost":
      case "node-left":
        return this.#nodeAlert(event.node, false);
      case "node-fenced":
        return this.#nodeAlert(event.node, false);
      case "fencing":
        return [fencingAlert(event.record)];
      case "operation":
        return operationAlert(event);
      case "attribute-changed": {
        const { node, name, value } = event;
        const variables = { attribute_name: name, attribute_value: value ?? "" };
        return [{ kind: "attribute", node, variables }];
      }
      default:
        return [];
    }
  }

  #nodeAlert(node: string, isMember: boolean): readonly Alert[] {
    if (this.#members.get(node) === isMember) return [];
    this.#members.set(node, isMember);
    return [{ kind: "node", node, variables: { desc: isMember ? "member" : "lost" } }];
  }

  #send(alert: Alert, recipients: readonly AlertRecipient[], now: number): void {
    for (const recipient of recipients) {
      if (!recipient.kinds.has(alert.kind)) continue;
      const { attribute_name: attribute = "" } = alert.variables;
      if (alert.kind === "attribute" && recipient.attributes?.has(attribute) === false) continue;
      this.#sequence += 1;
      const { path, timeout } = recipient;
      const environment = this.#environment(alert, recipient, now);
      this.#options.runner.run({ path, environment, timeout }).then((problem) => {
        if (problem !== undefined) this.#options.onProblem(recipient.alert, problem);
      });
    }
  }

  /** An agent's own variables never hide those of the alert. */
  #environment(
    { kind, node, variables }: Alert,
    recipient: AlertRecipient,
    now: number,
  ): Record<string, string> {
    const hasNodeId = kind === "node" || kind === "attribute";
    const id = this.#options.nodeId(node) ?? "0";
    const standard = {
      kind,
      version: VERSION,
      recipient: recipient.value,
      node_sequence: String(this.#sequence),
      timestamp: formatTimestamp(recipient.timestampFormat, now),
      timestamp_epoch: String(Math.floor(now / 1000)),
      timestamp_usec: microseconds(now),
      node,
      ...(hasNodeId && { nodeid: /^\d+$/.test(id) ? id : "0" }),
      ...variables,
    };
    return {
      ...Object.fromEntries(recipient.variables),
      ...Object.fromEntries(Object.entries(standard).map(([name, value]) => [`CRM_alert_${name}`, value])),
    };
  }
}

function hasAlerts(cib: XmlElement): boolean {
  const configuration = firstElement(cib, "configuration");
  const section = configuration && firstElement(configuration, "alerts");
  return section !== undefined && section.children.length > 0;
}

function fencingAlert(record: OperationRecord): Alert {
  const { id, target, action, delegate, client, originator, result } = record;
  const reason = result?.reason == null ? "" : ` (${result.reason})`;
  const isOk = record.state === "completed";
  const outcome = isOk ? "OK" : `${failedText(result?.status)}${reason}`;
  const who = `by ${delegate ?? "no node"} for ${client}@${originator}`;
  const desc = `Operation ${action} of ${target} ${who}: ${outcome} (ref=${id})`;
  const rc = String(isOk || result === null ? 0 : describeFailure(result).errno);
  return { kind: "fencing", node: target, variables: { desc, task: "st_notify_fence", rc } };
}

/** An agent that ran to its end and failed is an error, though its run as such was completed. */
function failedText(status: ExecutionStatus = ExecutionStatus.ERROR): string {
  return statusText(status === ExecutionStatus.DONE ? ExecutionStatus.ERROR : status);
}

/** Probes that find what was expected are nobody's business. */
function operationAlert({ node, result }: Extract<ClusterEvent, { kind: "operation" }>): readonly Alert[] {
  const { resource, task, interval, status, exitCode, execTime, transitionKey, parameters } = result;
  const expected = Number(transitionKey.split(":")[2] ?? OCF.SUCCESS);
  const isProbe = task === "monitor" && interval === 0;
  if (task === "notify" || (isProbe && status === ExecutionStatus.DONE && exitCode === expected)) return [];
  const isLate = status === ExecutionStatus.TIMED_OUT && execTime === 0;
  const variables = {
    desc: status === ExecutionStatus.DONE ? exitText(exitCode) : statusText(status),
    task,
    rc: String(exitCode),
    rsc: resource,
    interval: String(interval),
    target_rc: String(expected),
    status: String(status),
    exec_time: isLate ? (parameters.CRM_meta_timeout ?? "0") : String(execTime),
  };
  return [{ kind: "resource", node, variables }];
}
