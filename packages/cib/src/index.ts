export * from "./blocks/index.js";
export { digestOnDisk } from "./digest/on-disk.js";
export { digestVersioned } from "./digest/versioned.js";
export { CibError, type CibProblem } from "./errors/cib.js";
export { EditError, type EditErrorCode } from "./errors/edit.js";
export { XmlError, type XmlErrorCode } from "./errors/xml.js";
export * from "./rules/index.js";
export {
  addScores,
  clampScore,
  formatScore,
  type HealthScores,
  INFINITY,
  MINUS_INFINITY,
  parseScore,
  type Score,
} from "./score.js";
export * from "./upgrade/index.js";
export * from "./values/index.js";
export { DEFAULT_LIMITS, type XmlLimits } from "./xml/limits.js";
export { locateElements, type Place } from "./xml/locate.js";
export { parseDocument, parseXml } from "./xml/parse.js";
export {
  type Attributes,
  descendants,
  ElementIndex,
  element,
  elements,
  elementsNamed,
  firstElement,
  isElement,
  type XmlCdata,
  type XmlComment,
  type XmlDeclaration,
  type XmlDocument,
  type XmlElement,
  type XmlInstruction,
  type XmlNode,
  type XmlText,
} from "./xml/tree.js";
export { formatDocument, formatXml } from "./xml/write.js";
