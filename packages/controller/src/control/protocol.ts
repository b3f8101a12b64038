import { z } from "zod";

/*
 * The language of the control socket: JSON objects, one a line, in UTF-8.
 *
 * The server speaks first: `{"protocol":"sanode-control","version":1,…}`. The client answers with the version that it
 * speaks and the token from the cluster's directory, and is told `{"welcome":true}` or the reason why not. From then on
 * it may send requests, `{"id":1,"method":"query","params":{}}`, several at a time; each has one answer, `{"id":1,
 * "result":…}` or `{"id":1,"error":{"code":…,"message":…}}`. After a `watch`, `{"event":"changed"}` comes whenever there
 * is something new.
 */

export const PROTOCOL = "sanode-control";

/** Raised when a client of before could no longer understand a server, or the other way round. */
export const PROTOCOL_VERSION = 1;

/** Bytes that a line may have before the client has shown its token. */
export const HELLO_LIMIT = 4096;

/** Bytes that a line may have: a large CIB fits twice. */
export const LINE_LIMIT = 64 * 1024 * 1024;

/** The longest that a `wait` can be asked to take: a day, in milliseconds. */
const LONGEST_WAIT = 86_400_000;

const name = z.string().min(1).max(4096);

type Nothing = Readonly<Record<string, never>>;

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
  /** Sets a transient node attribute, or removes it. */
  attribute: { node: string; name: string; value: string | null };
  /** Ends a node at once to be sure of it. */
  fence: { node: string };
  /** Switches a node on that is down. */
  restore: { node: string };
  /** Waits until nothing is left to be done, for so many milliseconds at most. */
  wait: { timeout: number };
  /** Asks to be told of changes. */
  watch: Nothing;
  /** Stops everything in good order. The answer comes before that is done. */
  stop: Nothing;
}

/** What the answers say. */
export interface Results {
  query: { cib: string };
  replace: { version: string };
  forget: { forgotten: readonly { resource: string; node: string }[] };
  fail: Nothing;
  attribute: Nothing;
  fence: Nothing;
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
  "attribute",
  "fence",
  "restore",
  "wait",
  "watch",
  "stop",
] as const satisfies readonly Method[];

const nothing = z.strictObject({});
const onNode = z.strictObject({ node: name });

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
  attribute: z.strictObject({ node: name, name, value: z.string().max(65_536).nullable() }),
  fence: onNode,
  restore: onNode,
  wait: z.strictObject({ timeout: z.number().min(0).max(LONGEST_WAIT) }),
  watch: nothing,
  stop: nothing,
};

/** Later servers may say more. */
const acknowledgement = z.object({});

export const RESULTS: { readonly [M in Method]: z.ZodType<Results[M]> } = {
  query: z.object({ cib: z.string() }),
  replace: z.object({ version: z.string() }),
  forget: z.object({ forgotten: z.array(z.object({ resource: z.string(), node: z.string() })) }),
  fail: acknowledgement,
  attribute: acknowledgement,
  fence: acknowledgement,
  restore: acknowledgement,
  wait: z.object({ settled: z.boolean() }),
  watch: acknowledgement,
  stop: acknowledgement,
};

export const greeting = z.object({ protocol: z.string(), version: z.number(), software: z.string() });

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
