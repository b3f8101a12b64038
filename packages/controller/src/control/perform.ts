import { hostname } from "node:os";
import { formatXml } from "@sanode/cib";
import type { FencingOutcome } from "@sanode/fencing";
import { ClusterError } from "../errors.js";
import type { NodeAttributeUpdate } from "../member/transient-attributes.js";
import type { HistorySelection } from "../recovery/select-history.js";
import { type ControlTarget, configurationVersion } from "./control-target.js";
import type { Method, Requests, Results } from "./protocol.js";

/** What the requests of a session need beside the cluster. */
export interface SessionContext {
  readonly target: ControlTarget;
  /** Begins to stop the cluster. */
  readonly stop: () => void;
  /** Lets the session be told of changes. */
  readonly watch: () => void;
}

type Performers = {
  readonly [M in Method]: (params: Requests[M], context: SessionContext) => Promise<Results[M]> | Results[M];
};

/** What each request does. */
export const PERFORM: Performers = {
  query: (_, { target }) => ({ cib: formatXml(target.cib) }),
  replace: replaceConfiguration,
  forget: async (params, { target }) => ({ forgotten: [...(await target.forget(selectionOf(params)))] }),
  fail: ({ resource, node }, { target }) => {
    target.fail(resource, node);
    return {};
  },
  "run-agent": async ({ timeout, checkLevel, force, ...manual }, { target }) => {
    const result = await target.runByHand({
      ...manual,
      ...(timeout !== undefined && { timeout }),
      ...(checkLevel !== undefined && { checkLevel }),
      ...(force !== undefined && { force }),
    });
    const { status, exitCode, exitReason, stdout, stderr } = result;
    return { status, exitCode, exitReason, stdout: stdout.text, stderr: stderr.text };
  },
  attribute: (params, { target }) => {
    target.updateAttributes(attributeUpdate(params));
    return {};
  },
  "query-attribute": ({ name, node }, { target }) => ({ values: target.queryAttribute(name, node) ?? null }),
  "refresh-attributes": (_, { target }) => {
    target.refreshAttributes();
    return {};
  },
  fence: async ({ node }, { target }) => {
    await target.fence(node);
    return {};
  },
  "request-fencing": async ({ node, delay, tolerance, ...request }, { target }) =>
    fencingAnswer(
      await target.requestFencing(node, {
        ...request,
        ...(delay !== undefined && { delay }),
        ...(tolerance !== undefined && { tolerance }),
      }),
    ),
  "confirm-fencing": async ({ node, client }, { target }) =>
    fencingAnswer(await target.confirmFencing(node, client)),
  "fencing-history": (_, { target }) => ({ records: [...target.fencingHistory] }),
  restore: async ({ node }, { target }) => {
    await target.restoreNode(node);
    return {};
  },
  wait: async ({ timeout }, { target }) => ({ settled: await inTime(target.settled(), timeout) }),
  watch: (_, { watch }) => {
    watch();
    return {};
  },
  stop: (_, { stop }) => {
    stop();
    return {};
  },
};

/** Two who change the same configuration do not undo each other's work without knowing. */
async function replaceConfiguration(
  { cib, version, client, user }: Requests["replace"],
  { target }: SessionContext,
): Promise<Results["replace"]> {
  const present = configurationVersion(target.cib);
  if (present !== version) {
    throw new ClusterError("conflict", `The configuration has the version ${present}, not ${version}`);
  }
  target.configure(cib, { client, user, node: hostname(), time: Math.floor(Date.now() / 1000) });
  const changed = configurationVersion(target.cib);
  await target.kept();
  return { version: changed };
}

function attributeUpdate(params: Requests["attribute"]): NodeAttributeUpdate {
  const { node, name, value, delay, isPattern = false, isPrivate, setId, utilization = false } = params;
  const common = {
    ...(isPattern ? { pattern: name } : { name }),
    node,
    ...(isPrivate !== undefined && { isPrivate }),
    ...(setId !== undefined && { setId }),
    ...(utilization && { setType: "utilization" as const }),
  };
  const { operation = value === null ? "delete" : "update" } = params;
  switch (operation) {
    case "delete":
      return { ...common, operation };
    case "update-delay":
      return { ...common, operation, delay: delay ?? 0 };
    default:
      return { ...common, operation, value: value ?? "", ...(delay !== undefined && { delay }) };
  }
}

function fencingAnswer({ succeeded, result, delegate }: FencingOutcome): Results["request-fencing"] {
  const { reason, status, exitStatus } = result;
  return { succeeded, reason, status, exitStatus, delegate };
}

function selectionOf(params: Requests["forget"]): HistorySelection {
  const { resource, node, failedOnly, operation, interval } = params;
  return {
    failedOnly,
    ...(resource !== undefined && { resource }),
    ...(node !== undefined && { node }),
    ...(operation !== undefined && { operation }),
    ...(interval !== undefined && { interval }),
  };
}

async function inTime(work: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
