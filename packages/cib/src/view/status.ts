import { z } from "zod";
import { isTrue } from "../values/boolean.js";
import { createAttributes } from "../xml/attributes.js";
import type { XmlElement } from "../xml/tree.js";
import { type Pairs, readPairs } from "./pairs.js";
import { Reader } from "./reader.js";
import { lenientInteger, text } from "./values.js";

/*
 * The status section is written by the cluster, and no schema restricts it. It is read as the cluster reads it: what is
 * not understood is passed over, and nothing is reported.
 */

/** What the cluster knows about its nodes and tickets. */
export interface Status {
  readonly nodes: readonly NodeState[];
  readonly tickets: readonly TicketState[];
}

/** The state of one node. Membership values are as written, because releases differ in what they write. */
export interface NodeState {
  readonly id: string;
  readonly name: string | undefined;
  /** Membership in the cluster layer: a boolean, or the time since when, in seconds since 1970. */
  readonly inCcm: string | undefined;
  /** Membership in the controllers' process group: `online`, `offline`, or the time since when. */
  readonly crmd: string | undefined;
  readonly join: string | undefined;
  readonly expected: string | undefined;
  /** Whether this is the state of a remote or guest node. */
  readonly remote: boolean;
  /** Transient node attributes, which a restart of the node forgets. */
  readonly attributes: readonly Pairs[];
  readonly utilization: readonly Pairs[];
  readonly resources: readonly ResourceHistory[];
  /** All other attributes, as written. */
  readonly otherAttributes: Readonly<Record<string, string>>;
}

/** What happened to a resource on a node. */
export interface ResourceHistory {
  readonly id: string;
  readonly class: string | undefined;
  readonly provider: string | undefined;
  readonly type: string | undefined;
  /** The resource that launches this one's node. */
  readonly container: string | undefined;
  /** Since when the resource is kept for the node that shut down, in seconds since 1970. */
  readonly shutdownLock: number | undefined;
  /** In document order. */
  readonly operations: readonly OperationHistory[];
  /** All other attributes, as written. */
  readonly otherAttributes: Readonly<Record<string, string>>;
}

/** The last result of an operation. */
export interface OperationHistory {
  readonly id: string;
  /** `RESOURCE_OPERATION_INTERVAL`. */
  readonly key: string | undefined;
  readonly operation: string;
  /** Milliseconds; 0 for an operation that does not recur. */
  readonly interval: number;
  readonly callId: number | undefined;
  readonly exitCode: number | undefined;
  /** How the execution ended: -1 pending, 0 done, 2 timed out, 4 failed, … */
  readonly status: number | undefined;
  readonly exitReason: string | undefined;
  readonly transitionKey: string | undefined;
  readonly transitionMagic: string | undefined;
  readonly node: string | undefined;
  /** Seconds since 1970. */
  readonly lastChange: number | undefined;
  /** Milliseconds. */
  readonly executionTime: number | undefined;
  /** Milliseconds. */
  readonly queueTime: number | undefined;
  readonly digest: string | undefined;
  readonly restartDigest: string | undefined;
  readonly secureDigest: string | undefined;
  readonly migrateSource: string | undefined;
  readonly migrateTarget: string | undefined;
  /** All other attributes, as written. */
  readonly otherAttributes: Readonly<Record<string, string>>;
}

export interface TicketState {
  readonly id: string;
  readonly granted: boolean;
  readonly standby: boolean;
  /** Seconds since 1970. */
  readonly lastGranted: number | undefined;
  /** All other attributes, as written: the ticket's own. */
  readonly otherAttributes: Readonly<Record<string, string>>;
}

/** Reads the `status` section. */
export function readStatus(section: XmlElement): Status {
  const reader = new Reader();
  const children = reader.children(section, { node_state: readNodeState, tickets: readTickets });
  return { nodes: children.node_state, tickets: children.tickets.flat() };
}

const NODE_STATE = z.object({
  id: text,
  uname: text.optional(),
  in_ccm: text.optional(),
  crmd: text.optional(),
  join: text.optional(),
  expected: text.optional(),
  remote_node: text.optional(),
});

function readNodeState(reader: Reader, state: XmlElement): NodeState | undefined {
  const values = reader.attributes(state, NODE_STATE);
  if (values === undefined) return undefined;
  const children = reader.children(state, {
    lrm: readHistory,
    transient_attributes: readTransientAttributes,
  });
  // Of several such children, the cluster looks at the first only.
  const [transient] = children.transient_attributes;
  return {
    id: values.id,
    name: values.uname,
    inCcm: values.in_ccm,
    crmd: values.crmd,
    join: values.join,
    expected: values.expected,
    remote: isTrue(values.remote_node),
    attributes: transient?.attributes ?? [],
    utilization: transient?.utilization ?? [],
    resources: children.lrm[0] ?? [],
    otherAttributes: otherAttributes(state, NODE_STATE),
  };
}

function readTransientAttributes(
  reader: Reader,
  transient: XmlElement,
): Pick<NodeState, "attributes" | "utilization"> {
  const children = reader.children(transient, { instance_attributes: readPairs, utilization: readPairs });
  return { attributes: children.instance_attributes, utilization: children.utilization };
}

function readHistory(reader: Reader, lrm: XmlElement): readonly ResourceHistory[] {
  return reader.children(lrm, { lrm_resources: readResourceHistories }).lrm_resources[0] ?? [];
}

function readResourceHistories(reader: Reader, resources: XmlElement): readonly ResourceHistory[] {
  return reader.children(resources, { lrm_resource: readResourceHistory }).lrm_resource;
}

const RESOURCE = z.object({
  id: text,
  class: text.optional(),
  provider: text.optional(),
  type: text.optional(),
  container: text.optional(),
  "shutdown-lock": lenientInteger,
});

function readResourceHistory(reader: Reader, resource: XmlElement): ResourceHistory | undefined {
  const values = reader.attributes(resource, RESOURCE);
  const { lrm_rsc_op: operations } = reader.children(resource, { lrm_rsc_op: readOperationHistory });
  return (
    values && {
      id: values.id,
      class: values.class,
      provider: values.provider,
      type: values.type,
      container: values.container,
      shutdownLock: values["shutdown-lock"],
      operations,
      otherAttributes: otherAttributes(resource, RESOURCE),
    }
  );
}

const OPERATION = z.object({
  id: text,
  operation: text,
  operation_key: text.optional(),
  interval: lenientInteger,
  "call-id": lenientInteger,
  "rc-code": lenientInteger,
  "op-status": lenientInteger,
  "exit-reason": text.optional(),
  "transition-key": text.optional(),
  "transition-magic": text.optional(),
  on_node: text.optional(),
  "last-rc-change": lenientInteger,
  "exec-time": lenientInteger,
  "queue-time": lenientInteger,
  "op-digest": text.optional(),
  "op-restart-digest": text.optional(),
  "op-secure-digest": text.optional(),
  migrate_source: text.optional(),
  migrate_target: text.optional(),
});

function readOperationHistory(reader: Reader, operation: XmlElement): OperationHistory | undefined {
  const values = reader.attributes(operation, OPERATION);
  return (
    values && {
      id: values.id,
      key: values.operation_key,
      operation: values.operation,
      interval: values.interval ?? 0,
      callId: values["call-id"],
      exitCode: values["rc-code"],
      status: values["op-status"],
      exitReason: values["exit-reason"],
      transitionKey: values["transition-key"],
      transitionMagic: values["transition-magic"],
      node: values.on_node,
      lastChange: values["last-rc-change"],
      executionTime: values["exec-time"],
      queueTime: values["queue-time"],
      digest: values["op-digest"],
      restartDigest: values["op-restart-digest"],
      secureDigest: values["op-secure-digest"],
      migrateSource: values.migrate_source,
      migrateTarget: values.migrate_target,
      otherAttributes: otherAttributes(operation, OPERATION),
    }
  );
}

const TICKET = z.object({
  id: text,
  granted: text.optional(),
  standby: text.optional(),
  "last-granted": lenientInteger,
});

function readTickets(reader: Reader, tickets: XmlElement): readonly TicketState[] {
  return reader.children(tickets, { ticket_state: readTicket }).ticket_state;
}

function readTicket(reader: Reader, ticket: XmlElement): TicketState | undefined {
  const values = reader.attributes(ticket, TICKET);
  return (
    values && {
      id: values.id,
      granted: isTrue(values.granted),
      standby: isTrue(values.standby),
      lastGranted: values["last-granted"],
      otherAttributes: otherAttributes(ticket, TICKET),
    }
  );
}

/** The attributes that a schema says nothing about. */
function otherAttributes(
  { attributes }: XmlElement,
  { shape }: z.ZodObject,
): Readonly<Record<string, string>> {
  const others = createAttributes();
  for (const name of Object.keys(attributes)) {
    if (!Object.hasOwn(shape, name)) others[name] = attributes[name] ?? "";
  }
  return others;
}
