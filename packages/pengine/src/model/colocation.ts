import type { Score } from "@sanode/cib";
import type { Resource } from "./resource.js";
import type { Role } from "./role.js";

/** "Dependent with primary": the dependent's place follows the primary's. */
export interface Colocation {
  readonly kind: "colocation";
  readonly id: string;
  readonly score: Score;
  /** Node attribute that must agree; `#uname` means the same node. */
  readonly nodeAttribute: string;
  readonly dependent: Resource;
  readonly primary: Resource;
  /** Role filters; Unknown means any role. */
  readonly dependentRole: Role;
  readonly primaryRole: Role;
  /** Stored influence: whether the dependent's preferences may move the primary even when it is active. */
  readonly influence: boolean;
  /** Configured by the user (as against implied by groups, bundles and launchers). */
  readonly explicit: boolean;
}
