import type { XmlElement } from "@sanode/cib";

/** A kind of cluster that can be had in many sizes. */
export interface Family {
  readonly name: string;
  /** What there is in it, in a few words. */
  readonly about: string;
  /** From small to large: what `count` counts doubles, the number of nodes stays. */
  readonly sizes: readonly Size[];
  /** Sizes beyond these, with other numbers of nodes: not to be fitted with them, and only measured when asked for. */
  readonly large?: readonly Size[];
  /** A valid document of that size. */
  readonly make: (size: Size) => XmlElement;
}

/** How large a cluster is; what `count` counts is the family's own. */
export interface Size {
  readonly nodes: number;
  readonly count: number;
}

/** Sizes with the same nodes whose count doubles. */
export function doubling(nodes: number, first: number, last: number): Size[] {
  const sizes: Size[] = [];
  for (let count = first; count <= last; count *= 2) sizes.push({ nodes, count });
  return sizes;
}

/** Numbers from 0 to one below the count, each made into something. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
