/** How much of a document is accepted before it is refused. */
export interface XmlLimits {
  /**
   * Elements within elements; the root element is at depth 1. Default 256. Reading, walking and writing take any depth,
   * edits and the typed view refuse what is deeper than {@link RECURSION_DEPTH}.
   */
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

/** As deep as code may go that calls itself for each level, so that it cannot exhaust the stack. */
export const RECURSION_DEPTH = 400;
