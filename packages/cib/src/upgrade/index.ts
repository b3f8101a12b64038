export type { SchemaProblem } from "./problem.js";
export { SchemaError, type SchemaErrorCode } from "./schema-error.js";
export { type SchemaWarning, type UpgradeResult, upgradeCib } from "./upgrade.js";
