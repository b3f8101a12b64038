export type { AttributeDefinition, NodeValue, SetType } from "./attribute.js";
export { electWriter, type WriterCandidate } from "./elect-writer.js";
export { expandValue } from "./expand-value.js";
export { type FailureSelection, failureAttribute } from "./failures.js";
export { AttributeManager, type AttributeManagerOptions, type AttributeWrite } from "./manager.js";
export type { AttributeCopy, AttributeMessage, AttributeUpdate } from "./message.js";
export type { AttributeSelection, UpdateRequest } from "./request.js";
