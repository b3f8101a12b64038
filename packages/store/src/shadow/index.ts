/** Shadow documents: configurations that are tried before they are the cluster's. */
export {
  activeShadow,
  activeShadowFile,
  type Environment,
  shadowDirectory,
  shadowFile,
} from "./environment.js";
export { ShadowError, type ShadowErrorCode } from "./errors.js";
export { commitShadow, Shadows, type WriteOptions } from "./shadows.js";
