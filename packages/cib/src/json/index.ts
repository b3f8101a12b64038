/** A CIB as JSON, for people and programs, with a JSON Schema. Loads zod. */
export { CibError, type CibProblem } from "../errors/cib.js";
export { CibJsonError, type CibJsonErrorCode } from "../errors/cib-json.js";
export { FORMAT } from "./cib.js";
export type { JsonObject, JsonValue } from "./json-value.js";
export { parseJson, readJson } from "./read.js";
export { DEFAULT_JSON_LIMITS, type JsonLimits } from "./scan.js";
export { cibJsonSchema } from "./schema.js";
export { formatJson, writeJson } from "./write.js";
