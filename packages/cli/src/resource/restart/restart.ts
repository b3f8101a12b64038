import type { XmlElement } from "@sanode/cib";
import { findResource, type Resource } from "@sanode/pengine";
import { CommandError, ExitStatus } from "../../command/exit-status.js";
import type { Output } from "../../command/output.js";
import type { ClusterAccess } from "../../input/cluster-access.js";
import { stateOf } from "../look.js";
import { activities, common, missing, plannedStops } from "./activity.js";
import { type Suspension, suspendEverywhere, suspendOnNode } from "./suspend.js";
import { Waiting } from "./waiting.js";

export interface RestartRequest {
  readonly resource: string;
  /** Only what runs on this node. */
  readonly node: string | undefined;
  /** Milliseconds that the stop may take, and again the start. */
  readonly timeout: number;
  /** Aborted when the user has had enough. */
  readonly signal: AbortSignal;
}

/**
 * Restarts a resource and what depends on it: keeps it from running until it and they have stopped, then takes that
 * back, whatever has happened meanwhile, and waits until all are active again.
 *
 * Source: crm_resource(8), `--restart`.
 *
 * @param reopen connects to the cluster anew, for when it is gone while its configuration is to be restored
 * @throws CommandError if something does not stop or start, or not in time; the configuration is as before then
 */
export async function restart(
  access: ClusterAccess,
  request: RestartRequest,
  output: Output,
  reopen: () => Promise<ClusterAccess>,
): Promise<void> {
  const { resource, timeout, signal } = request;
  access.live();
  const cib = await access.cib();
  const suspension = suspensionFor(cib, request);
  const before = activities(cib, seconds());
  const waiting = new Waiting(access, { timeout, signal, output });
  let problem: unknown;
  let concerned: typeof before = [];
  try {
    await access.change((latest) => {
      const suspended = suspension.suspend(latest);
      concerned = common(before, plannedStops(suspended, seconds()));
      return suspended;
    });
    waiting.tell(
      concerned.map((each) => each.resource),
      "to stop",
    );
    await waiting.until({
      what: "to stop",
      failure: `Could not complete shutdown of ${resource}`,
      left: (cib) => common(concerned, activities(cib, seconds())).map((each) => each.resource),
    });
  } catch (error) {
    problem = error;
  }
  await resume(access, suspension, reopen);
  if (problem !== undefined) throw problem;
  await waiting.until({
    what: "to start again",
    failure: `Could not complete restart of ${resource}`,
    left: (cib) => {
      const present = activities(cib, seconds());
      const ids = new Set(concerned.map((each) => each.resource));
      return missing(before, present).filter((id) => ids.has(id));
    },
  });
}

/** @throws CommandError if there is nothing to be restarted */
function suspensionFor(cib: XmlElement, { resource: id, node }: RestartRequest): Suspension {
  const state = stateOf(cib);
  const resource = findResource(state, id);
  if (resource === undefined) throw new CommandError(ExitStatus.notFound, `Resource '${id}' not found`);
  if (id.includes(":") && isWithinClone(resource)) {
    throw new CommandError(ExitStatus.invalidParameter, `Cannot operate on clone resource instance '${id}'`);
  }
  const host = node === undefined ? undefined : state.nodesByName.get(node.toLowerCase());
  if (node !== undefined && host === undefined) {
    throw new CommandError(ExitStatus.notFound, `Node '${node}' not found`);
  }
  const top = collectiveOf(resource);
  const where = host === undefined ? "anywhere" : `on ${host.name}`;
  const isActive = host === undefined ? top.activeNodes.length > 0 : top.activeNodes.includes(host);
  if (!isActive) {
    throw new CommandError(ExitStatus.notFound, `${id} is not running ${where} and so cannot be restarted`);
  }
  const hasInstances = top.kind === "clone" || top.kind === "bundle";
  if (host === undefined || !hasInstances) return suspendEverywhere(id);
  return suspendOnNode(top.id, host.name);
}

/** The clone or bundle that a resource is the member of, else the resource itself. */
function collectiveOf(resource: Resource): Resource {
  for (let above: Resource | null = resource; above !== null; above = above.parent) {
    if (above.kind === "clone" || above.kind === "bundle") return above;
  }
  return resource;
}

function isWithinClone(resource: Resource): boolean {
  return collectiveOf(resource) !== resource;
}

/** Takes the change back, if need be through another connection. */
async function resume(
  access: ClusterAccess,
  { resume: edit, advice }: Suspension,
  reopen: () => Promise<ClusterAccess>,
): Promise<void> {
  try {
    await access.change(edit);
  } catch {
    let again: ClusterAccess | undefined;
    try {
      again = await reopen();
      await again.change(edit);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const problem = `The configuration could not be restored (${reason})`;
      throw new CommandError(ExitStatus.error, `${problem}. When the cluster runs: ${advice}`);
    } finally {
      again?.close();
    }
  }
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
