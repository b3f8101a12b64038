import { Order, type OrderingSide } from "../model/ordering.js";
import type { ClusterState } from "../model/state.js";
import type { Advice } from "./advice.js";

/** One step of an order: the task that comes next, and the constraint that says so. */
interface Step {
  readonly to: string;
  readonly constraint: string;
}

/**
 * Mandatory orders that go in a circle. Each action of such a circle waits for another one; the policy engine has to
 * break it somewhere, or nothing of it happens.
 */
export function reviewOrders(state: ClusterState): Advice[] {
  const steps = mandatorySteps(state);
  const told = new Set<string>();
  return circles(steps).flatMap((tasks) => {
    const ids = constraintsAmong(tasks, steps);
    const key = ids.join(" ");
    // An order and its inverse go in the same circle, one for starts and one for stops.
    if (told.has(key)) return [];
    told.add(key);
    return [
      {
        code: "order-loop",
        element: ids[0] ?? "rsc_order",
        message: `${ids.join(", ")} go in a circle: ${tasks.join(", ")} wait for each other`,
        remedy: "Remove one of the constraints, or make one of them optional (kind=Optional)",
      },
    ];
  });
}

function mandatorySteps(state: ClusterState): Map<string, Step[]> {
  const steps = new Map<string, Step[]>();
  for (const { id, first, then, set } of state.orderings) {
    if (id === null || (set & (Order.pullThen | Order.pullFirst | Order.blockThen)) === 0) continue;
    const from = taskName(first);
    const to = taskName(then);
    if (from === undefined || to === undefined) continue;
    const known = steps.get(from);
    if (known === undefined) steps.set(from, [{ to, constraint: id }]);
    else known.push({ to, constraint: id });
  }
  return steps;
}

function taskName({ resource, task }: OrderingSide): string | undefined {
  return resource === null || task === null ? undefined : `${task} ${resource.definition.configId}`;
}

/** Ids of the constraints by which tasks of one circle follow each other, in document order. */
function constraintsAmong(tasks: readonly string[], steps: ReadonlyMap<string, readonly Step[]>): string[] {
  const inside = new Set(tasks);
  const ids = new Set<string>();
  for (const task of tasks) {
    for (const { to, constraint } of steps.get(task) ?? []) if (inside.has(to)) ids.add(constraint);
  }
  return [...ids].sort();
}

interface Visit {
  readonly number: number;
  lowest: number;
  isOpen: boolean;
}

/** The strongly connected parts of more than one task (Tarjan's algorithm, with a stack of its own). */
function circles(steps: ReadonlyMap<string, readonly Step[]>): string[][] {
  const visits = new Map<string, Visit>();
  const open: string[] = [];
  const found: string[][] = [];
  const enter = (task: string): { task: string; visit: Visit; next: number } => {
    const visit = { number: visits.size, lowest: visits.size, isOpen: true };
    visits.set(task, visit);
    open.push(task);
    return { task, visit, next: 0 };
  };
  for (const root of steps.keys()) {
    const path = visits.has(root) ? [] : [enter(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const step = steps.get(top.task)?.[top.next++];
      if (step !== undefined) {
        const target = visits.get(step.to);
        if (target === undefined) path.push(enter(step.to));
        else if (target.isOpen) top.visit.lowest = Math.min(top.visit.lowest, target.number);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) above.visit.lowest = Math.min(above.visit.lowest, top.visit.lowest);
      if (top.visit.lowest !== top.visit.number) continue;
      const part = open.splice(open.lastIndexOf(top.task));
      for (const task of part) {
        const visit = visits.get(task);
        if (visit !== undefined) visit.isOpen = false;
      }
      if (part.length > 1) found.push(part);
    }
  }
  return found;
}
