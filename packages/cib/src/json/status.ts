import { z } from "zod";
import { endOfName } from "../xml/characters.js";
import { pairs } from "./pairs.js";
import { DEFINITIONS, integer, list, optional, text } from "./values.js";

const attributeName = z.string().refine((name) => name !== "" && endOfName(name, 0) === name.length, {
  error: "the name of an attribute",
});

/** Attributes that have no member of their own, by their names in XML. */
const otherAttributes = z.record(attributeName, text).default({});

const operationHistory = z
  .strictObject({
    id: text,
    key: optional(text),
    operation: text,
    interval: integer.default(0),
    callId: optional(integer),
    exitCode: optional(integer),
    status: optional(integer),
    exitReason: optional(text),
    transitionKey: optional(text),
    transitionMagic: optional(text),
    node: optional(text),
    lastChange: optional(integer),
    executionTime: optional(integer),
    queueTime: optional(integer),
    digest: optional(text),
    restartDigest: optional(text),
    secureDigest: optional(text),
    migrateSource: optional(text),
    migrateTarget: optional(text),
    otherAttributes,
  })
  .register(DEFINITIONS, { id: "OperationHistory", description: "The last result of an operation." });

const resourceHistory = z
  .strictObject({
    id: text,
    class: optional(text),
    provider: optional(text),
    type: optional(text),
    container: optional(text),
    shutdownLock: optional(integer),
    operations: list(operationHistory),
    otherAttributes,
  })
  .register(DEFINITIONS, { id: "ResourceHistory", description: "What happened to a resource on a node." });

const nodeState = z
  .strictObject({
    id: text,
    name: optional(text),
    inCcm: optional(text),
    crmd: optional(text),
    join: optional(text),
    expected: optional(text),
    remote: z.boolean().default(false),
    attributes: pairs,
    utilization: pairs,
    resources: list(resourceHistory),
    otherAttributes,
  })
  .register(DEFINITIONS, { id: "NodeState", description: "The state of one node." });

const ticketState = z
  .strictObject({
    id: text,
    granted: z.boolean().default(false),
    standby: z.boolean().default(false),
    lastGranted: optional(integer),
    otherAttributes,
  })
  .register(DEFINITIONS, { id: "TicketState", description: "Whether a ticket is granted." });

export const status = z
  .strictObject({ nodes: list(nodeState), tickets: list(ticketState) })
  .register(DEFINITIONS, {
    id: "Status",
    description: "What the cluster knows about its nodes and tickets.",
  });
