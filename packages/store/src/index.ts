export { StoreError, type StoreErrorCode } from "./errors.js";
export {
  describeReport,
  type Rejection,
  type StoreReport,
  type StoreWarning,
  type TriedFile,
} from "./report.js";
export { checkStore, type DirectoryCheck, openStore, type Store, type StoreOptions } from "./store.js";
