import type { XmlElement } from "@sanode/cib";
import { clone, cluster, colocation, group, location, order, primitive } from "../families/document.js";
import { times } from "../families/family.js";
import { atRest } from "../families/status.js";

export const NODES = 16;
export const RESOURCES = 600;

/** A cluster at rest. */
export interface FollowedCluster {
  readonly name: string;
  readonly cib: XmlElement;
  /** Ids of primitives to which something may happen. */
  readonly resources: readonly string[];
}

const options = { "enable-startup-probes": "false" };
const ids = times(RESOURCES, (index) => `service${index}`);
const groupIds = times(RESOURCES / 3, (index) => `service${index}`);
const groups = groupIds.map((id) =>
  group(id, [primitive(`${id}-ip`), primitive(`${id}-fs`), primitive(`${id}-app`)]),
);
const members = groupIds.flatMap((id) => [`${id}-ip`, `${id}-fs`, `${id}-app`]);

/** Primitives at home on a node each. */
function atHome(): FollowedCluster {
  const constraints = ids.map((id, index) => location(id, index % NODES, "100"));
  const resources = ids.map((id) => primitive(id));
  return {
    name: "primitives at home",
    cib: atRest(cluster({ nodes: NODES, options, resources, constraints })),
    resources: ids,
  };
}

/** Groups of three, half of them after and with another one. */
function groupsInPairs(): FollowedCluster {
  const constraints = groupIds.flatMap((id, index) => {
    const other = groupIds[index - 1];
    if (index % 2 === 0 || other === undefined) return [location(id, index % NODES, "100")];
    return [order(other, id), colocation(id, other)];
  });
  return {
    name: "groups of three in pairs",
    cib: atRest(cluster({ nodes: NODES, options, resources: groups, constraints })),
    resources: members,
  };
}

/** Groups of three that all stand on the same clone: whatever happens to one may be felt by all. */
function groupsOnClone(): FollowedCluster {
  const resources = [clone("storage-clone", primitive("storage"), { interleave: "true" }), ...groups];
  const constraints = groupIds.flatMap((id) => [order("storage-clone", id), colocation(id, "storage-clone")]);
  return {
    name: "groups of three on one clone",
    cib: atRest(cluster({ nodes: NODES, options, resources, constraints })),
    resources: members,
  };
}

export const followedClusters: readonly (() => FollowedCluster)[] = [atHome, groupsInPairs, groupsOnClone];
