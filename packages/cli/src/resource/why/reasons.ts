import { hasFencingDevices } from "@sanode/fencing";
import {
  type ClusterState,
  exitText,
  formatTime,
  isDisabled,
  type Primitive,
  type Resource,
  statusText,
} from "@sanode/pengine";
import type { NodeVerdict, Reason } from "./explanation.js";

/** What decides about a primitive beside scores, the most far-reaching first. */
export function findReasons(
  state: ClusterState,
  primitive: Primitive,
  nodes: readonly NodeVerdict[],
): readonly Reason[] {
  return [
    ...clusterReasons(state),
    ...ownReasons(primitive),
    ...failures(state, primitive),
    ...ticketReasons(primitive),
    ...blockedActions(primitive),
    ...withoutNode(primitive, nodes),
  ];
}

function clusterReasons(state: ClusterState): readonly Reason[] {
  const { options, quorate } = state;
  const reasons: Reason[] = [];
  if (options.maintenanceMode) {
    reasons.push({
      code: "maintenance-mode",
      text: "the whole cluster is in maintenance: nothing is started, stopped or watched",
      advice: "set the cluster option maintenance-mode to false",
    });
  }
  if (!quorate && options.noQuorumPolicy !== "ignore") {
    reasons.push({
      code: "no-quorum",
      text: `too few nodes are up for a quorum (no-quorum-policy: ${options.noQuorumPolicy})`,
      advice: "bring nodes back, or look why they are away: sanode status",
    });
  }
  if (options.fencingEnabled && !options.haveWatchdog && !hasFencingDevices(state.cib)) {
    reasons.push({
      code: "no-fencing-device",
      text: "fencing is enabled and there is no fencing device: nothing is started",
      advice: "configure a device, or set fencing-enabled to false if data can be lost",
    });
  }
  if (options.stopAllResources) {
    reasons.push({
      code: "stop-all-resources",
      text: "all resources are meant to be stopped",
      advice: "set the cluster option stop-all-resources to false",
    });
  }
  return reasons;
}

function ownReasons(primitive: Primitive): readonly Reason[] {
  const { managed, blocked, shutdownLock, activeNodes } = primitive;
  const id = outermost(primitive).definition.configId;
  const reasons: Reason[] = [];
  if (isDisabled(primitive)) {
    const { holder, role } = targetRole(primitive);
    const advice = `sanode resource start ${holder}`;
    reasons.push({ code: "stopped-on-purpose", text: `target-role of ${holder} is ${role}`, advice });
  }
  if (!managed) {
    const isInMaintenance = primitive.maintenance || activeNodes.some(({ maintenance }) => maintenance);
    const text = isInMaintenance
      ? "it is in maintenance: the cluster keeps its hands off"
      : "it is not managed: the cluster keeps its hands off";
    reasons.push({ code: "unmanaged", text, advice: `sanode resource manage ${id}, or end the maintenance` });
  }
  if (blocked) {
    reasons.push({
      code: "blocked",
      text: "it is blocked after a failure that the cluster must not deal with itself (on-fail, or a failed stop without fencing)",
      advice: `make sure that it is stopped where it failed, then: sanode resource cleanup ${id}`,
    });
  }
  if (shutdownLock !== null) {
    reasons.push({
      code: "shutdown-lock",
      text: `it waits for ${shutdownLock.node.name}, which was shut down at ${formatTime(shutdownLock.since)}`,
    });
  }
  return reasons;
}

/** Who says that it is to be stopped: itself, or what it is a part of. */
function targetRole(primitive: Primitive): { readonly holder: string; readonly role: string } {
  let holder: Resource = primitive;
  for (let up: Resource | null = primitive; up !== null; up = up.parent) {
    if (up.meta.has("target-role")) holder = up;
  }
  return { holder: holder.definition.configId, role: holder.meta.get("target-role") ?? "Stopped" };
}

function outermost(resource: Resource): Resource {
  return resource.parent === null ? resource : outermost(resource.parent);
}

function failures(state: ClusterState, primitive: Primitive): readonly Reason[] {
  const { configId } = primitive.definition;
  return state.failedOperations.flatMap(({ element, node, masked }) => {
    const { operation_key: key = "", "exit-reason": why = "", "last-rc-change": time } = element.attributes;
    const [, name = "", task = "", interval] = /^(.+)_([^_]+)_(\d+)$/.exec(key) ?? [];
    if (masked || (name !== primitive.id && name.replace(/:\d+$/, "") !== configId)) return [];
    const status = Number(element.attributes["op-status"]);
    const how =
      status === 0 || status === 4 ? exitText(Number(element.attributes["rc-code"])) : statusText(status);
    const what = interval === "0" ? task : `recurring ${task}`;
    const when = time === undefined ? "" : ` at ${formatTime(Number(time))}`;
    return {
      code: "failed-operation" as const,
      text: `${what} on ${node.name} failed${when}: ${how}${why === "" ? "" : ` (${why})`}`,
      advice: `when the cause is mended: sanode resource cleanup ${configId}`,
    };
  });
}

function ticketReasons(primitive: Primitive): readonly Reason[] {
  const all: Reason[] = [];
  for (let up: Resource | null = primitive; up !== null; up = up.parent) {
    for (const { ticket, lossPolicy } of up.tickets) {
      if (ticket.granted && !ticket.standby) continue;
      const state = ticket.granted ? "is in standby" : "is not granted to this cluster";
      all.push({ code: "ticket", text: `the ticket ${ticket.id} ${state} (loss-policy: ${lossPolicy})` });
    }
  }
  return all;
}

/** What changes where a resource runs, and as what. */
const STEPS = new Set(["start", "stop", "promote", "demote"]);

/** What the cluster would do, and cannot. */
function blockedActions(primitive: Primitive): readonly Reason[] {
  return primitive.actions
    .filter(({ optional, runnable, pseudo, task }) => !optional && !runnable && !pseudo && STEPS.has(task))
    .map((action) => {
      const where = action.node === null ? "" : ` on ${action.node.name}`;
      const [, resource, task] = /^(?:unrunnable|required) (\S+) (\S+)$/.exec(action.reason ?? "") ?? [];
      const text = `${action.task}${where} cannot be done`;
      if (resource === undefined || task === undefined) {
        return { code: "action-blocked", text: action.reason === null ? text : `${text}: ${action.reason}` };
      }
      const advice = `sanode resource why ${resource}`;
      return {
        code: "action-blocked",
        text: `${text}: ${task} of ${resource} has to come first, and cannot`,
        advice,
      };
    });
}

function withoutNode({ assignedNode, managed }: Primitive, nodes: readonly NodeVerdict[]): readonly Reason[] {
  if (assignedNode !== null || !managed) return [];
  const usable = nodes.filter(({ unusable }) => unusable === null);
  if (usable.length === 0) return [{ code: "no-node", text: "no node can run anything now" }];
  const isNowhere = usable.every(({ score }) => score === null || score.startsWith("-"));
  return isNowhere
    ? [{ code: "no-node", text: "every node that is up is forbidden to it; see the scores below" }]
    : [];
}
