import { fromEpoch, type XmlElement } from "@sanode/cib";
import { type ClusterNode, findResource, type Primitive, type Resource, schedule } from "@sanode/pengine";
import { CommandError, ExitStatus } from "../../command/exit-status.js";
import type { Explanation, NodeVerdict } from "./explanation.js";
import { findReasons } from "./reasons.js";
import { judgeNode, ScoreLedger } from "./scores.js";

/**
 * Explains where the primitives of a resource are and why: from what the scheduler decides now, and the causes of every
 * score that led to it.
 *
 * @param now seconds since 1970
 * @throws CommandError if there is no such resource
 */
export function explain(cib: XmlElement, id: string, now: number): readonly Explanation[] {
  const ledger = new ScoreLedger();
  const { state } = schedule(cib, { now: fromEpoch(now), scoreListener: ledger.listener });
  const resource = findResource(state, id);
  if (resource === undefined) throw new CommandError(ExitStatus.notFound, `Resource '${id}' not found`);
  return primitivesOf(resource).map((primitive) => {
    const nodes = state.nodes
      .filter((node) => node.kind === "cluster" || primitive.allowedNodes.has(node))
      .map((node) => judgeNode(primitive, node, ledger.changes(primitive, node)));
    return {
      resource: primitive.id,
      active: names(primitive.activeNodes),
      chosen: primitive.assignedNode?.name ?? null,
      decision: decide(primitive),
      reasons: findReasons(state, primitive, nodes),
      nodes: [...nodes].sort(byChoice),
    };
  });
}

function primitivesOf(resource: Resource): readonly Primitive[] {
  if (resource.kind === "primitive") return [resource];
  return resource.children.flatMap(primitivesOf);
}

function names(nodes: readonly ClusterNode[]): readonly string[] {
  return nodes.map(({ name }) => name);
}

function decide(primitive: Primitive): string {
  const { activeNodes, assignedNode, managed } = primitive;
  const [from] = activeNodes;
  if (!managed) return from === undefined ? "is left as it is: stopped" : `is left as it is: on ${from.name}`;
  if (from === undefined) {
    if (assignedNode === null) return "stays stopped";
    const start = primitive.actions.find(({ task, optional }) => task === "start" && !optional);
    return start?.runnable === false
      ? `cannot be started on ${assignedNode.name}`
      : `is to be started on ${assignedNode.name}`;
  }
  if (activeNodes.length > 1) return `runs on ${names(activeNodes).join(" and ")}, which is one too many`;
  if (assignedNode === null) return `is to be stopped on ${from.name}`;
  if (assignedNode !== from) return `is to move from ${from.name} to ${assignedNode.name}`;
  const isRestarted = primitive.actions.some(({ task, optional }) => task === "start" && !optional);
  return isRestarted ? `is to be restarted on ${from.name}` : `stays on ${from.name}`;
}

/** The chosen one first, then those that could be, by name otherwise. */
function byChoice(a: NodeVerdict, b: NodeVerdict): number {
  const rank = ({ isChosen, unusable, score }: NodeVerdict): number => {
    if (isChosen) return 0;
    if (unusable !== null) return 3;
    return score === null || score.startsWith("-") ? 2 : 1;
  };
  return rank(a) - rank(b) || (a.node < b.node ? -1 : 1);
}
