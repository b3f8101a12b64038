import { descendants, element, isElement, type XmlElement, type XmlNode } from "@sanode/cib";
import type { Random } from "../differential/random.js";

/** Values that are out of place nearly everywhere. */
const odd = [
  "",
  " ",
  "0",
  "-1",
  "1e99",
  "NaN",
  "99999999999999999999",
  "-INFINITY",
  "+INFINITY",
  "true",
  "Started",
  "Promoted",
  "#uname",
  "$(x)",
  "%s%n",
  ":0",
  "a:b:c:d",
  "0:0;::::",
  "1:-1:0:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
  "__proto__",
  "constructor",
  "P1Y",
  "2020-13-45",
  "\u{1f980}",
] as const;

/** A copy of a document in which a few things have gone badly wrong; it is well-formed XML still. */
export function mutate(document: XmlElement, random: Random): XmlElement {
  const all = [...descendants(document)];
  // What is somewhere in a document is the most confusing value elsewhere in it.
  const words = all.flatMap(({ attributes }) => [...Object.keys(attributes), ...Object.values(attributes)]);
  const mutation = new Mutation(random, all, words, random.pick([0.002, 0.01, 0.05]));
  const { attributes, children } = mutation.element(document);
  return element("cib", { ...attributes, "validate-with": "none" }, children);
}

class Mutation {
  readonly #random: Random;
  readonly #elements: readonly XmlElement[];
  readonly #words: readonly string[];
  readonly #rate: number;

  constructor(random: Random, elements: readonly XmlElement[], words: readonly string[], rate: number) {
    this.#random = random;
    this.#elements = elements;
    this.#words = words;
    this.#rate = rate;
  }

  element({ name, attributes, children }: XmlElement): XmlElement {
    const changed: [string, string][] = [];
    for (const [key, value] of Object.entries(attributes)) changed.push(...this.#attribute(key, value));
    if (this.#happens()) changed.push([this.#name(), this.#value()]);
    const renamed = this.#happens() ? (this.#random.pick(this.#elements)?.name ?? name) : name;
    const nodes = children.flatMap((child) => this.#node(child));
    return element(
      renamed,
      Object.fromEntries(changed),
      this.#happens() ? this.#random.shuffle(nodes) : nodes,
    );
  }

  #node(node: XmlNode): XmlNode[] {
    const stranger = this.#happens() ? this.#random.pick(this.#elements) : undefined;
    if (this.#happens()) return stranger === undefined ? [] : [stranger];
    const copies = this.#happens() ? [node, node] : [node];
    const changed = copies.map((copy) => (isElement(copy) ? this.element(copy) : copy));
    return stranger === undefined ? changed : [...changed, stranger];
  }

  #attribute(name: string, value: string): [string, string][] {
    if (!this.#happens()) return [[name, value]];
    switch (this.#random.integer(0, 3)) {
      case 0:
        return [];
      case 1:
        return [[this.#name(), value]];
      default:
        return [[name, this.#value()]];
    }
  }

  #value(): string {
    return (this.#random.chance(0.5) ? this.#random.pick(odd) : this.#random.pick(this.#words)) ?? "";
  }

  #name(): string {
    const word = this.#random.pick(this.#words) ?? "";
    return /^[A-Za-z_][\w-]*$/.test(word) ? word : "name";
  }

  #happens(): boolean {
    return this.#random.chance(this.#rate);
  }
}
