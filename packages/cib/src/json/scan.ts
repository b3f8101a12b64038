import type { CibProblem } from "../errors/cib.js";

/** How much of a JSON text is accepted before it is refused. */
export interface JsonLimits {
  /** Lists and objects within each other. Default 1,000. */
  readonly depth: number;
  /** Characters. Default 64 Mi. */
  readonly length: number;
}

export const DEFAULT_JSON_LIMITS: JsonLimits = { depth: 1000, length: 64 * 1024 * 1024 };

/** Names that mean something to JavaScript, and nothing in a CIB. */
const UNSAFE: ReadonlySet<string> = new Set(["__proto__"]);

/**
 * Looks for what must not reach code that calls itself for each level, or that makes objects from names. Undefined if
 * there is nothing of the kind.
 */
export function findUnsafe(root: unknown, depth: number): CibProblem | undefined {
  let level: Place[] = [{ value: root, parent: undefined, name: "" }];
  for (let at = 0; level.length > 0; at += 1) {
    const next: Place[] = [];
    for (const place of level) {
      if (typeof place.value !== "object" || place.value === null) continue;
      if (at >= depth) {
        return problem(place, `more than ${depth} lists and objects are nested`, "use fewer levels");
      }
      for (const [name, value] of Object.entries(place.value)) {
        const child = { value, parent: place, name };
        if (UNSAFE.has(name)) return problem(child, `no member may be called "${name}"`, "remove it");
        next.push(child);
      }
    }
    level = next;
  }
  return undefined;
}

interface Place {
  readonly value: unknown;
  readonly parent: Place | undefined;
  readonly name: string;
}

function problem(place: Place, what: string, advice: string): CibProblem {
  const path: string[] = [];
  for (let at = place; at.parent !== undefined; at = at.parent) path.unshift(at.name);
  return { place: pointer(path), id: undefined, problem: what, advice };
}

/** A place in a JSON document, as RFC 6901 (JSON Pointer) writes it; the empty text is the whole document. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
