/** How much of a document is accepted before it is refused. */
export interface XmlLimits {
  /** Elements within elements; the root element is at depth 1. Default 256. */
  readonly depth: number;
  /** Characters in one attribute value or one piece of character data. Default 10,000,000. */
  readonly valueLength: number;
  /** Bytes or characters in the whole document. Default 512 MiB less 32, the longest text that JavaScript can hold. */
  readonly documentLength: number;
}

export const DEFAULT_LIMITS: XmlLimits = {
  depth: 256,
  valueLength: 10_000_000,
  documentLength: 512 * 1024 * 1024 - 32,
};
