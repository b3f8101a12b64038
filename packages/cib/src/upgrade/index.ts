export { isHeartbeat2 } from "./convert/heartbeat-2/recognize.js";
export type { ConversionNote } from "./convert/notes.js";
export type { SchemaProblem } from "./problem.js";
export { validateCib } from "./schema/problems.js";
export { LATEST, schemaName, VERSIONS, type Version, versionOfSchema } from "./schema/versions.js";
export { SchemaError, type SchemaErrorCode } from "./schema-error.js";
export { type UpgradeOptions, type UpgradeResult, type UpgradeWarning, upgradeCib } from "./upgrade.js";
