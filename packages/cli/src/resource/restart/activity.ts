import { fromEpoch, type XmlElement } from "@sanode/cib";
import { findResource, type Primitive, type Resource, schedule, unpack, type Verb } from "@sanode/pengine";

/** Where a resource is active. Instances of an anonymous clone have no number: they are as good as each other. */
export interface Activity {
  readonly resource: string;
  readonly node: string;
}

/** All that is active in a cluster. */
export function activities(cib: XmlElement, now: number): readonly Activity[] {
  return unpack(cib, { now: fromEpoch(now) })
    .resources.flatMap(primitivesOf)
    .flatMap(whereActive);
}

/** What the cluster would stop where it is active, to start it again, elsewhere or not at all. */
export function plannedStops(cib: XmlElement, now: number): readonly Activity[] {
  const { state, summary } = schedule(cib, { now: fromEpoch(now) });
  return summary.resources.flatMap(({ verb, resource: id, origin }) => {
    const resource = STOPPING.has(verb) ? findResource(state, id) : undefined;
    if (resource?.kind !== "primitive") return [];
    return whereActive(resource).filter(({ node }) => origin === null || node === origin);
  });
}

const STOPPING: ReadonlySet<Verb> = new Set(["Stop", "Restart", "Recover", "Move", "Migrate"]);

/** Those of the first that are among the second. */
export function common(wanted: readonly Activity[], present: readonly Activity[]): readonly Activity[] {
  return wanted.filter(({ resource, node }) =>
    present.some((each) => each.resource === resource && each.node === node),
  );
}

/** Resources that are active on fewer nodes than they were; each as often as it is missing. */
export function missing(before: readonly Activity[], present: readonly Activity[]): readonly string[] {
  const left = present.map(({ resource }) => resource);
  return before.flatMap(({ resource }) => {
    const at = left.indexOf(resource);
    if (at < 0) return [resource];
    left.splice(at, 1);
    return [];
  });
}

function primitivesOf(resource: Resource): readonly Primitive[] {
  return resource.kind === "primitive" ? [resource] : resource.children.flatMap(primitivesOf);
}

/** Not yet where a start is under way, and still where a stop is. */
function whereActive({ id, unique, definition, activeNodes, pending }: Primitive): readonly Activity[] {
  const nodes = new Set(activeNodes.map(({ name }) => name));
  if (pending?.task === "start") nodes.delete(pending.node.name);
  if (pending?.task === "stop") nodes.add(pending.node.name);
  return [...nodes].map((node) => ({ resource: unique ? id : definition.configId, node }));
}
