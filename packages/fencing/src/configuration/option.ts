import { descendants, type XmlElement } from "@sanode/cib";

/**
 * The value of the first `nvpair` with one of these names anywhere in a document; an earlier name prevails. This is how
 * the fencing service looks for cluster options: it knows neither rules nor merged sets.
 */
export function firstPair(cib: XmlElement, names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const { name: kind, attributes } of descendants(cib)) {
      if (kind === "nvpair" && attributes.name === name) return attributes.value;
    }
  }
  return undefined;
}
