import type { Score } from "@sanode/cib";
import type { ClusterNode } from "./node.js";
import type { Discovery } from "./node-table.js";
import type { Resource } from "./resource.js";
import type { Role } from "./role.js";

/** A location constraint resolved for one resource: the nodes it speaks of, each with its score. */
export interface Location {
  readonly kind: "location";
  readonly id: string;
  readonly resource: Resource;
  /** Acts only on resources whose next role is this one; Unknown means any role. */
  readonly role: Role;
  readonly discovery: Discovery;
  readonly entries: readonly { readonly node: ClusterNode; readonly score: Score }[];
  /** The rule that produced the entries, if any (for explanations). */
  readonly ruleId: string | null;
}
