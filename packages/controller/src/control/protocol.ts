import type { NodeValue, UpdateRequest } from "@sanode/attributes";
import type { FenceRequest, OperationRecord } from "@sanode/fencing";
import { ExecutionStatus } from "@sanode/ra";
import { z } from "zod";
import { MANUAL_ACTIONS, type ManualAction } from "../manual/manual-action.js";

/*
 * The language of the control socket: JSON objects, one a line, in UTF-8.
 *
 * The server speaks first: `{"protocol":"sanode-control","version":1,"revision":1,…}`. The client answers with the version that it
 * speaks and the token from the cluster's directory, and is told `{"welcome":true}` or the reason why not. From then on
 * it may send requests, `{"id":1,"method":"query","params":{}}`, several at a time; each has one answer, `{"id":1,
 * "result":…}` or `{"id":1,"error":{"code":…,"message":…}}`. After a `watch`, `{"event":"changed"}` comes whenever there
 * is something new.
 */

export const PROTOCOL = "sanode-control";

/** Raised when a client of before could no longer understand a server, or the other way round. */
export const PROTOCOL_VERSION = 1;

/**
 * Raised when there is something new to be asked for; told in the greeting. Servers of before the first raise do not tell
 * it, which is 0. 1: fencing with its outcome, its confirmation and its history. 2: what attribute managers can do: all of
 * `attribute` that may be left out, `query-attribute` and `refresh-attributes`. 3: `run-agent`.
 */
export const PROTOCOL_REVISION = 3;

/** Bytes that a line may have before the client has shown its token. */
export const HELLO_LIMIT = 4096;

/** Bytes that a line may have: a large CIB fits twice. */
export const LINE_LIMIT = 64 * 1024 * 1024;

/** The longest that a `wait` can be asked to take: a day, in milliseconds. */
const LONGEST_WAIT = 86_400_000;

const name = z.string().min(1).max(4096);

type Nothing = Readonly<Record<string, never>>;

/** Who is to be fenced how. Times are whole seconds. */
export interface FencingRequest {
  readonly node: string;
  readonly action: FenceRequest["action"];
  readonly timeout: number;
  readonly delay?: number | undefined;
  readonly tolerance?: number | undefined;
  /** Who asks, `NAME.PID`. */
  readonly client: string;
}

/** How a transient node attribute is to be changed; see `UpdateRequest` of @sanode/attributes. */
export interface AttributeRequest {
  readonly node: string;
  /** The attribute's name, or a regular expression. */
  readonly name: string;
  /** Null to unset it, or where only its delay is meant. */
  readonly value: string | null;
  /** By default `update`, or `delete` where the value is null. */
  readonly operation?: UpdateRequest["operation"] | undefined;
  /** Whether all attributes are meant whose names the regular expression finds. */
  readonly isPattern?: boolean | undefined;
  /** Milliseconds. */
  readonly delay?: number | undefined;
  readonly isPrivate?: boolean | undefined;
  readonly setId?: string | undefined;
  readonly utilization?: boolean | undefined;
}

/** How fencing ended, on the wire. */
export interface FencingAnswer {
  readonly succeeded: boolean;
  /** Null if there is nothing to say. */
  readonly reason: string | null;
  /** Number of the execution status, as in a CIB's operation histories. */
  readonly status: ExecutionStatus;
  readonly exitStatus: number;
  /** Who did it; null if nobody did anything. */
  readonly delegate: string | null;
}

/** What can be asked for, with what has to be said. */
export interface Requests {
  /** The CIB as it is now. */
  query: Nothing;
  /** Puts another configuration in the place of the one with that version, `ADMIN_EPOCH.EPOCH`. */
  replace: { cib: string; version: string; client: string; user: string };
  /** Forgets what is known of resources and of their failures. */
  forget: {
    resource?: string | undefined;
    node?: string | undefined;
    failedOnly: boolean;
    operation?: string | undefined;
    /** Milliseconds. */
    interval?: number | undefined;
  };
  /** Tells the cluster that a resource has failed. */
  fail: { resource: string; node: string };
  /** Runs a resource's agent on a node, past the cluster. */
  "run-agent": {
    resource: string;
    node: string;
    action: ManualAction["action"];
    /** Milliseconds. */
    timeout?: number | undefined;
    checkLevel?: number | undefined;
    force?: boolean | undefined;
  };
  /** Sets a transient node attribute, or removes it. */
  attribute: AttributeRequest;
  /** Asks for the values of a transient node attribute, of one node or of all, whether or not they are written yet. */
  "query-attribute": { name: string; node?: string | undefined };
  /** Writes all transient node attributes, without waiting for their delays. */
  "refresh-attributes": Nothing;
  /** Fences a node; that it could not be done is an error. */
  fence: { node: string };
  /** Fences or unfences a node, and tells how that ended. */
  "request-fencing": FencingRequest;
  /** Takes somebody's word that a node is down. */
  "confirm-fencing": { node: string; client: string };
  /** Asks for the fencing that is remembered. */
  "fencing-history": Nothing;
  /** Switches a node on that is down. */
  restore: { node: string };
  /** Waits until nothing is left to be done, for so many milliseconds at most. */
  wait: { timeout: number };
  /** Asks to be told of changes. */
  watch: Nothing;
  /** Stops everything in good order. The answer comes before that is done. */
  stop: Nothing;
}

/** What came of an agent's run, on the wire. */
export interface AgentAnswer {
  /** Number of the execution status, as in a CIB's operation histories. */
  readonly status: ExecutionStatus;
  readonly exitCode: number;
  /** Empty if the agent gave none. */
  readonly exitReason: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the answers say. */
export interface Results {
  query: { cib: string };
  replace: { version: string };
  forget: { forgotten: readonly { resource: string; node: string }[] };
  fail: Nothing;
  "run-agent": AgentAnswer;
  attribute: Nothing;
  /** Null if there is no such attribute; a node for which it is unset has the value null. */
  "query-attribute": { values: readonly NodeValue[] | null };
  "refresh-attributes": Nothing;
  fence: Nothing;
  "request-fencing": FencingAnswer;
  "confirm-fencing": FencingAnswer;
  "fencing-history": { records: readonly OperationRecord[] };
  restore: Nothing;
  wait: { settled: boolean };
  watch: Nothing;
  stop: Nothing;
}

export type Method = keyof Requests;

const METHODS = [
  "query",
  "replace",
  "forget",
  "fail",
  "run-agent",
  "attribute",
  "query-attribute",
  "refresh-attributes",
  "fence",
  "request-fencing",
  "confirm-fencing",
  "fencing-history",
  "restore",
  "wait",
  "watch",
  "stop",
] as const satisfies readonly Method[];

/** Operations on attributes that make no sense without a value. */
const SETS_VALUE: readonly UpdateRequest["operation"][] = ["update", "update-both"];

const nothing = z.strictObject({});
const action = z.enum(["off", "reboot", "on"]);
const seconds = z.number().int().max(1_000_000);
const onNode = z.strictObject({ node: name });

/** What can be written into a CIB: no control characters, no half of a pair. */
const xmlText = z
  .string()
  .max(65_536)
  .regex(
    /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u,
    "has a character that XML cannot have",
  );
const xmlName = xmlText.min(1).max(4096);

/** The longest time that a timer can run, in milliseconds. */
const LONGEST_DELAY = 2_147_483_647;

const attribute = z
  .strictObject({
    node: name,
    name: xmlName,
    value: xmlText.nullable(),
    operation: z.enum(["update", "update-both", "update-delay", "delete"]).optional(),
    isPattern: z.boolean().optional(),
    delay: z.number().int().min(0).max(LONGEST_DELAY).optional(),
    isPrivate: z.boolean().optional(),
    setId: xmlName.optional(),
    utilization: z.boolean().optional(),
  })
  .refine(({ operation = "delete", value }) => value !== null || !SETS_VALUE.includes(operation), {
    error: "needs a value",
    path: ["value"],
  })
  .refine(({ operation, delay }) => operation !== "update-delay" || delay !== undefined, {
    error: "needs a delay",
    path: ["delay"],
  });

export const REQUESTS: { readonly [M in Method]: z.ZodType<Requests[M]> } = {
  query: nothing,
  replace: z.strictObject({
    cib: z.string(),
    version: z.string().regex(/^\d+\.\d+$/),
    client: name,
    user: name,
  }),
  forget: z.strictObject({
    resource: name.optional(),
    node: name.optional(),
    failedOnly: z.boolean(),
    operation: name.optional(),
    interval: z.number().int().min(0).optional(),
  }),
  fail: z.strictObject({ resource: name, node: name }),
  "run-agent": z.strictObject({
    resource: name,
    node: name,
    action: z.enum(MANUAL_ACTIONS),
    timeout: z.number().int().min(1).max(LONGEST_DELAY).optional(),
    checkLevel: z.number().int().min(0).optional(),
    force: z.boolean().optional(),
  }),
  attribute,
  "query-attribute": z.strictObject({ name, node: name.optional() }),
  "refresh-attributes": nothing,
  fence: onNode,
  "request-fencing": z.strictObject({
    node: name,
    action,
    timeout: seconds.min(1),
    delay: seconds.min(-1).optional(),
    tolerance: seconds.min(0).optional(),
    client: name,
  }),
  "confirm-fencing": z.strictObject({ node: name, client: name }),
  "fencing-history": nothing,
  restore: onNode,
  wait: z.strictObject({ timeout: z.number().min(0).max(LONGEST_WAIT) }),
  watch: nothing,
  stop: nothing,
};

/** The requests that came later, and the revision with which they came. */
export const REVISIONS: Readonly<Partial<Record<Method, number>>> = {
  "request-fencing": 1,
  "confirm-fencing": 1,
  "fencing-history": 1,
  "query-attribute": 2,
  "refresh-attributes": 2,
  "run-agent": 3,
};

/** Later servers may say more. */
const acknowledgement = z.object({});

const executionStatus = z.enum(ExecutionStatus);

const fencingAnswer = z.object({
  succeeded: z.boolean(),
  reason: z.string().nullable(),
  status: executionStatus,
  exitStatus: z.number(),
  delegate: z.string().nullable(),
});

const fencingRecord = z.object({
  id: z.string(),
  target: z.string(),
  action,
  originator: z.string(),
  client: z.string(),
  delegate: z.string().nullable(),
  state: z.enum(["querying", "executing", "duplicate", "completed", "failed"]),
  completed: z.number().nullable(),
  result: z
    .object({
      exitStatus: z.number(),
      status: executionStatus,
      reason: z.string().nullable(),
      output: z.string(),
    })
    .nullable(),
});

export const RESULTS: { readonly [M in Method]: z.ZodType<Results[M]> } = {
  query: z.object({ cib: z.string() }),
  replace: z.object({ version: z.string() }),
  forget: z.object({ forgotten: z.array(z.object({ resource: z.string(), node: z.string() })) }),
  fail: acknowledgement,
  "run-agent": z.object({
    status: executionStatus,
    exitCode: z.number(),
    exitReason: z.string(),
    stdout: z.string(),
    stderr: z.string(),
  }),
  attribute: acknowledgement,
  "query-attribute": z.object({
    values: z.array(z.object({ node: z.string(), value: z.string().nullable() })).nullable(),
  }),
  "refresh-attributes": acknowledgement,
  fence: acknowledgement,
  "request-fencing": fencingAnswer,
  "confirm-fencing": fencingAnswer,
  "fencing-history": z.object({ records: z.array(fencingRecord) }),
  restore: acknowledgement,
  wait: z.object({ settled: z.boolean() }),
  watch: acknowledgement,
  stop: acknowledgement,
};

export const greeting = z.object({
  protocol: z.string(),
  version: z.number(),
  revision: z.number().default(0),
  software: z.string(),
  limitations: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});

export const hello = z.strictObject({ version: z.number(), token: z.string().max(256) });

export const welcome = z.union([
  z.object({ welcome: z.literal(true) }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
]);

export const request = z.strictObject({
  id: z.number().int().min(0),
  method: z.enum(METHODS),
  params: z.unknown(),
});

export const answer = z.union([
  z.object({ event: z.literal("changed") }),
  z.object({ id: z.number(), error: z.object({ code: z.string(), message: z.string() }) }),
  z.object({ id: z.number(), result: z.unknown() }),
]);

/** What was wrong with a request, beside what a cluster itself refuses. */
export type ControlErrorCode =
  /** It is not in the protocol's language. */
  | "protocol"
  /** The token is wrong, or the versions do not fit. */
  | "refused"
  /** There is no cluster at work in that directory, or it does not answer. */
  | "unreachable"
  /** The cluster is of an older version that knows no such request. */
  | "unsupported"
  /** The cluster went away before it answered. */
  | "lost"
  /** The cluster cannot do it. */
  | "failed";

/** An error of a control connection; `code` may also be that of an error of the cluster. */
export class ControlError extends Error {
  readonly code: string;

  constructor(code: ControlErrorCode | (string & {}), message: string) {
    super(message);
    this.name = "ControlError";
    this.code = code;
  }
}
