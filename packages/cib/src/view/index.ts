/**
 * A typed view of a CIB, checked against what the newest schema allows. Loads zod, which the rest of the package does
 * without.
 */
export { CibError, type CibProblem } from "../errors/cib.js";
export type { AccessControl, AccessPermission, AccessRole, AccessSubject } from "./acls.js";
export type { Alert, AlertRecipient, AlertSelection } from "./alerts.js";
export type { Bundle, BundleNetwork, Container, PortMapping, StorageMapping } from "./bundles.js";
export { type CibReading, type CibVersion, type CibView, checkCib, readCib } from "./cib.js";
export type {
  ActionReference,
  ColocationConstraint,
  Constraint,
  OrderConstraint,
  RoleReference,
  TicketConstraint,
} from "./constraints.js";
export type { FencingLevel } from "./fencing.js";
export type { LocationConstraint } from "./locations.js";
export type { ConfiguredNode } from "./nodes.js";
export type { OnFail, Operation, Operations, OperationsReference } from "./operations.js";
export type { Pair, PairBlock, PairBlockReference, PairReference, Pairs } from "./pairs.js";
export type { Agent, Primitive, Template } from "./primitives.js";
export type { OrderKind, ResourceSet, ResourceSetReference, Sets } from "./resource-sets.js";
export type { Clone, Group, Resource } from "./resources.js";
export type {
  AttributeExpression,
  Condition,
  DateExpression,
  Fields,
  OperationExpression,
  ResourceExpression,
  Rule,
  RuleReference,
} from "./rules.js";
export type { NodeState, OperationHistory, ResourceHistory, Status, TicketState } from "./status.js";
export type { Tag } from "./tags.js";
export type { ActionName, RoleName } from "./values.js";
export { writeCib } from "./write/cib.js";
