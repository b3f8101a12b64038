/** How much is spent on an expression before it is refused. */
export interface XPathLimits {
  /** Characters of the expression. Default 65,536. */
  readonly length: number;
  /** Parentheses, predicates and calls within each other. Default 100. */
  readonly nesting: number;
  /** Nodes looked at, operations done and characters copied in one evaluation. Default 5,000,000: a second at most. */
  readonly cost: number;
}

export const DEFAULT_XPATH_LIMITS: XPathLimits = { length: 65_536, nesting: 100, cost: 5_000_000 };
