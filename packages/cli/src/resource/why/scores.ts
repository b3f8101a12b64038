import { clampScore, formatScore, type Score } from "@sanode/cib";
import type { ClusterNode, Primitive, Resource, ScoreCause, ScoreListener } from "@sanode/pengine";
import type { NodeVerdict, ScoreReason } from "./explanation.js";

interface ScoreChange {
  readonly before: Score;
  readonly after: Score;
  readonly cause: ScoreCause;
}

/** All changes of scores of one run of the scheduler, with their causes. */
export class ScoreLedger {
  readonly #changes = new Map<Resource, Map<ClusterNode, ScoreChange[]>>();

  readonly listener: ScoreListener = (resource, node, before, after, cause) => {
    if (before === after) return;
    const byNode = this.#changes.get(resource) ?? new Map<ClusterNode, ScoreChange[]>();
    this.#changes.set(resource, byNode);
    byNode.set(node, [...(byNode.get(node) ?? []), { before, after, cause }]);
  };

  /** In the order in which they happened. */
  changes(resource: Resource, node: ClusterNode): readonly ScoreChange[] {
    return this.#changes.get(resource)?.get(node) ?? [];
  }
}

/** What speaks for a node and against it. */
export function judgeNode(
  primitive: Primitive,
  node: ClusterNode,
  changes: readonly ScoreChange[],
): NodeVerdict {
  const { allowedNodes, assignedNode } = primitive;
  return {
    node: node.name,
    unusable: unusable(node),
    score: allowedNodes.has(node) ? formatScore(allowedNodes.score(node)) : null,
    isChosen: assignedNode === node,
    reasons: changes.map((change) => reasonOf(change, primitive)),
  };
}

function unusable(node: ClusterNode): string | null {
  if (node.unclean) return "its state is not certain: it has to be fenced (UNCLEAN)";
  if (node.pending) return "it is joining the cluster";
  if (!node.online) return "it is offline";
  if (node.shutdown) return "it is shutting down";
  if (node.standbyOnFail) return "it is in standby, because an operation failed on it";
  if (node.standby) return "it is in standby";
  return node.maintenance ? "it is in maintenance" : null;
}

function reasonOf({ before, after, cause }: ScoreChange, primitive: Primitive): ScoreReason {
  const isInfinite = formatScore(after).endsWith("INFINITY");
  const score = isInfinite
    ? after
    : clampScore(after - (formatScore(before).endsWith("INFINITY") ? 0 : before));
  const constraint = cause.kind === "location" || cause.kind === "colocation" ? cause.id : null;
  return { score: formatScore(score), text: causeText(cause, primitive), constraint };
}

function causeText(cause: ScoreCause, primitive: Primitive): string {
  switch (cause.kind) {
    case "location":
      return locationText(cause);
    case "colocation":
      return colocationText(cause, primitive);
    case "initial":
      return "what every node has in this cluster";
    case "stickiness":
      return "it runs there already (resource-stickiness)";
    case "health":
      return "health of the node";
    case "failure":
      return `an operation failed${cause.detail === null ? "" : `: ${cause.detail}`}`;
    case "threshold":
      return `${cause.detail ?? "it"} has failed there too often (migration-threshold)`;
    case "exclusive-discovery":
      return "another constraint with resource-discovery=exclusive names the nodes where it may be";
    case "shutdown-lock":
      return `it is kept for ${cause.detail ?? "a node"}, which was shut down (shutdown-lock)`;
    case "ticket":
      return `the ticket ${cause.detail ?? ""} is not granted, or in standby`;
    case "target-role":
      return `it is meant to be ${cause.detail ?? "stopped"} (target-role)`;
    case "unmanaged":
      return "it is not managed, and is left where it is";
    case "removed":
      return "it is not configured any more";
    case "multiple-active":
      return "it runs on more than one node (multiple-active)";
    case "capacity":
      return "the node's capacity does not suffice (utilization)";
    case "instance-limit":
      return "there are as many instances on the node as there may be, or in the cluster";
    case "promotion":
      return "preference for the promoted role";
    case "bundle":
      return "what a bundle's parts imply for each other";
    case "remote":
      return "what can run on remote nodes, and with them";
    case "interleave":
      return "the instance it depends on is elsewhere (interleave)";
  }
}

type Caused<Kind extends ScoreCause["kind"]> = Extract<ScoreCause, { kind: Kind }>;

function locationText({ id, ruleId }: Caused<"location">): string {
  if (id.startsWith("cli-prefer-")) return `it was moved by hand (constraint ${id})`;
  if (id.startsWith("cli-ban-")) return `it was banned by hand (constraint ${id})`;
  return ruleId === null ? `location constraint ${id}` : `location constraint ${id}, rule ${ruleId}`;
}

function colocationText({ id, dependent, primary, explicit }: Caused<"colocation">, own: Primitive): string {
  const isDependent = dependent === own || dependent.definition.configId === own.definition.configId;
  const other = isDependent ? primary : dependent;
  const what = isDependent ? `it follows ${other.id}` : `${other.id} follows it`;
  return explicit ? `${what} (colocation ${id})` : what;
}
