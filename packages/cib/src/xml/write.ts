import type { XmlDocument, XmlElement } from "./tree.js";
export function formatXml(_element: XmlElement, _options?: { readonly indent?: boolean }): string {
  throw new Error("not yet");
}
export function formatDocument(_document: XmlDocument): string {
  throw new Error("not yet");
}
