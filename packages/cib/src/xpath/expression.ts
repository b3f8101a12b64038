/** The axes of XPath 1.0, section 2.2. */
export const AXES = [
  "ancestor",
  "ancestor-or-self",
  "attribute",
  "child",
  "descendant",
  "descendant-or-self",
  "following",
  "following-sibling",
  "namespace",
  "parent",
  "preceding",
  "preceding-sibling",
  "self",
] as const;

export type Axis = (typeof AXES)[number];

/** Which nodes of an axis a step takes. */
export type NodeTest =
  /** `node()` */
  | { readonly kind: "any" }
  /** `*`: whatever is of the axis's principal kind. */
  | { readonly kind: "wildcard" }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "text" }
  | { readonly kind: "comment" }
  /** With a target only the instructions of that name. */
  | { readonly kind: "instruction"; readonly target: string | undefined };

export interface Step {
  readonly axis: Axis;
  readonly test: NodeTest;
  readonly predicates: readonly Expression[];
}

export type BinaryOperator =
  | "or"
  | "and"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "div"
  | "mod"
  | "|";

/** An expression as it was written. Operators of a level stand in a list, so that long sums aren't deep trees. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly parameters: readonly Expression[];
      readonly column: number;
    }
  | { readonly kind: "negation"; readonly operand: Expression }
  | {
      readonly kind: "chain";
      readonly first: Expression;
      readonly rest: readonly Operand[];
    }
  | {
      readonly kind: "path";
      /** Where the steps start: at the context node, the document, or the nodes of another expression. */
      readonly start: "context" | "document" | Expression;
      readonly predicates: readonly Expression[];
      readonly steps: readonly Step[];
      readonly column: number;
    };

/** An operator with what stands to its right. */
export interface Operand {
  readonly operator: BinaryOperator;
  readonly operand: Expression;
  readonly column: number;
}
