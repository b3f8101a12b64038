/** Changes of a configuration that administrators ask for: each makes a new CIB of a CIB, and acts on nothing. */
export { deleteResource } from "./delete-resource.js";
export { AdministrationError, type AdministrationErrorCode } from "./errors.js";
export {
  ban,
  banId,
  type ClearOptions,
  clear,
  clearExpired,
  type PlacedResource,
  prefer,
  unban,
} from "./location-preferences.js";
export { nodeAttribute, setPermanentAttribute } from "./node-values.js";
export {
  type ChangedValue,
  configuredValue,
  deleteValue,
  setValue,
  type ValueChange,
  type ValueKind,
  type ValuePlace,
} from "./resource-values.js";
