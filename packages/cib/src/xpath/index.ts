/** XPath 1.0 over documents, with limits for expressions that nobody vouches for. */
export { XPathError, type XPathErrorCode } from "../errors/xpath.js";
export { evaluateXPath, selectNodes, type XPathOptions } from "./evaluate.js";
export { DEFAULT_XPATH_LIMITS, type XPathLimits } from "./limits.js";
export {
  pathTo,
  type XPathAttribute,
  type XPathDocument,
  type XPathElement,
  type XPathLeaf,
  type XPathNode,
} from "./node.js";
export { formatNumber, type XPathValue } from "./values.js";
