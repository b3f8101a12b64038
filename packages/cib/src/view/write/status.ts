import { type Attributes, element, type XmlElement } from "../../xml/tree.js";
import type { NodeState, OperationHistory, ResourceHistory, Status, TicketState } from "../status.js";
import { attributesOf } from "./attributes.js";
import { writePairs } from "./pairs.js";

/** Writes the `status` section. */
export function writeStatus({ nodes, tickets }: Status): XmlElement {
  const states = nodes.map(writeNodeState);
  if (tickets.length > 0) states.push(element("tickets", {}, tickets.map(writeTicketState)));
  return element("status", {}, states);
}

function writeNodeState(state: NodeState): XmlElement {
  const { id, attributes, utilization, resources } = state;
  const children: XmlElement[] = [];
  if (attributes.length > 0 || utilization.length > 0) {
    const blocks = [
      ...writePairs("instance_attributes", attributes),
      ...writePairs("utilization", utilization),
    ];
    children.push(element("transient_attributes", { id }, blocks));
  }
  const histories = resources.map(writeResourceHistory);
  if (histories.length > 0) children.push(element("lrm", { id }, [element("lrm_resources", {}, histories)]));
  return element("node_state", nodeStateAttributes(state), children);
}

function nodeStateAttributes(state: NodeState): Attributes {
  return attributesOf({
    id: state.id,
    uname: state.name,
    in_ccm: state.inCcm,
    crmd: state.crmd,
    join: state.join,
    expected: state.expected,
    remote_node: state.remote ? true : undefined,
    ...state.otherAttributes,
  });
}

function writeResourceHistory(history: ResourceHistory): XmlElement {
  return element(
    "lrm_resource",
    attributesOf({
      id: history.id,
      class: history.class,
      provider: history.provider,
      type: history.type,
      container: history.container,
      "shutdown-lock": history.shutdownLock,
      ...history.otherAttributes,
    }),
    history.operations.map(writeOperationHistory),
  );
}

function writeOperationHistory(operation: OperationHistory): XmlElement {
  return element(
    "lrm_rsc_op",
    attributesOf({
      id: operation.id,
      operation_key: operation.key,
      operation: operation.operation,
      interval: operation.interval,
      "call-id": operation.callId,
      "rc-code": operation.exitCode,
      "op-status": operation.status,
      "exit-reason": operation.exitReason,
      "transition-key": operation.transitionKey,
      "transition-magic": operation.transitionMagic,
      on_node: operation.node,
      "last-rc-change": operation.lastChange,
      "exec-time": operation.executionTime,
      "queue-time": operation.queueTime,
      "op-digest": operation.digest,
      "op-restart-digest": operation.restartDigest,
      "op-secure-digest": operation.secureDigest,
      migrate_source: operation.migrateSource,
      migrate_target: operation.migrateTarget,
      ...operation.otherAttributes,
    }),
  );
}

function writeTicketState({ id, granted, standby, lastGranted, otherAttributes }: TicketState): XmlElement {
  return element(
    "ticket_state",
    attributesOf({ id, granted, standby, "last-granted": lastGranted, ...otherAttributes }),
  );
}
