import type { XmlLimits } from "./limits.js";
import type { XmlDocument, XmlElement } from "./tree.js";
export function parseXml(_input: string | Uint8Array, _limits?: Partial<XmlLimits>): XmlElement {
  throw new Error("not yet");
}
export function parseDocument(_input: string | Uint8Array, _limits?: Partial<XmlLimits>): XmlDocument {
  throw new Error("not yet");
}
