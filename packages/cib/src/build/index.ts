/** Writes configurations in TypeScript. Loads neither zod nor immer. */
export { BuildError, type BuildErrorCode } from "../errors/build.js";
export type { PermissionSettings } from "./access.js";
export type { AlertOptions, AlertSettings } from "./alerts.js";
export type { Block, Blocks } from "./blocks.js";
export { type BundleSettings, bundle } from "./bundles.js";
export {
  Cluster,
  cluster,
  type DynamicCluster,
  dynamicCluster,
  type FencingLevelSettings,
  type NodeSettings,
} from "./cluster.js";
export type {
  ColocationPrimary,
  ColocationSettings,
  LocationSettings,
  LocationSubject,
  OrderedActions,
  OrderSettings,
  SetSettings,
  TicketSettings,
} from "./constraints.js";
export type { CloneMeta, ClusterOptions, OperationDefaults, ResourceMeta } from "./meta-attributes.js";
export {
  type AgentName,
  type Definition,
  type OperationSettings,
  type PrimitiveDefinition,
  type PrimitiveSettings,
  primitive,
} from "./primitives.js";
export { type CollectiveSettings, clone, group, type ResourceDefinition } from "./resources.js";
export {
  type AttributeOptions,
  after,
  agentIs,
  all,
  any,
  attribute,
  before,
  type Comparison,
  type Condition,
  calendar,
  defined,
  during,
  notDefined,
  operationIs,
  type Rule,
} from "./rules.js";
export type { Role, ScoreInput, TimeSpan, Values } from "./values.js";
