import { DBusError } from "./value.js";

/** One complete type. */
export type TypeTree =
  | { readonly kind: "basic"; readonly code: BasicCode }
  | { readonly kind: "variant" }
  | { readonly kind: "array"; readonly item: TypeTree }
  /** A structure, or a dictionary entry, which looks the same on the wire. */
  | { readonly kind: "struct"; readonly fields: readonly TypeTree[] };

export type BasicCode = "y" | "b" | "n" | "q" | "i" | "u" | "x" | "t" | "d" | "s" | "o" | "g" | "h";

/** The specification's limits: 255 characters, containers 32 deep of each kind. */
const MAXIMUM_LENGTH = 255;
const MAXIMUM_DEPTH = 64;

/** Reads a signature, a sequence of complete types. Throws a DBusError for one that is none. */
export function parseSignature(signature: string): readonly TypeTree[] {
  if (signature.length > MAXIMUM_LENGTH) throw malformed(signature);
  const types: TypeTree[] = [];
  for (let at = 0; at < signature.length; ) {
    const { type, end } = parseType(signature, at, 0);
    types.push(type);
    at = end;
  }
  return types;
}

function parseType(signature: string, at: number, depth: number): { type: TypeTree; end: number } {
  if (depth > MAXIMUM_DEPTH) throw malformed(signature);
  const code = signature[at];
  if (code === "a") {
    const { type: item, end } = parseType(signature, at + 1, depth + 1);
    return { type: { kind: "array", item }, end };
  }
  if (code === "v") return { type: { kind: "variant" }, end: at + 1 };
  if (code === "(" || code === "{") {
    const close = code === "(" ? ")" : "}";
    const fields: TypeTree[] = [];
    let next = at + 1;
    while (next < signature.length && signature[next] !== close) {
      const { type, end } = parseType(signature, next, depth + 1);
      fields.push(type);
      next = end;
    }
    const isEntry = code === "{";
    if (signature[next] !== close || fields.length === 0 || (isEntry && fields.length !== 2))
      throw malformed(signature);
    return { type: { kind: "struct", fields }, end: next + 1 };
  }
  if (!isBasic(code)) throw malformed(signature);
  return { type: { kind: "basic", code }, end: at + 1 };
}

function isBasic(code: string | undefined): code is BasicCode {
  return code !== undefined && "ybnqiuxtdsogh".includes(code);
}

function malformed(signature: string): DBusError {
  return new DBusError("malformed", `"${signature}" is no signature`);
}

/** The boundary, in bytes, on which a value of that type begins. */
export function alignmentOf(type: TypeTree): number {
  switch (type.kind) {
    case "variant":
      return 1;
    case "array":
      return 4;
    case "struct":
      return 8;
    case "basic":
      return ALIGNMENTS[type.code];
  }
}

const ALIGNMENTS: Readonly<Record<BasicCode, number>> = {
  y: 1,
  g: 1,
  n: 2,
  q: 2,
  b: 4,
  i: 4,
  u: 4,
  h: 4,
  s: 4,
  o: 4,
  x: 8,
  t: 8,
  d: 8,
};
