import {
  elementsNamed,
  equalIgnoringCase,
  firstElement,
  keyedOrder,
  parseInteger,
  type XmlElement,
} from "@sanode/cib";
import { posixRegExp } from "@sanode/pengine";
import { FencingError } from "../errors.js";

/** Devices that fence a node together. */
export interface Level {
  /** 1 to 9; lower ones are tried first. */
  readonly index: number;
  readonly devices: readonly string[];
}

/** How an entry says which nodes it is for. */
type Selector =
  | { readonly kind: "name" }
  | { readonly kind: "pattern"; readonly pattern: RegExp | undefined }
  | { readonly kind: "attribute"; readonly name: string; readonly value: string };

/** The levels of some nodes. */
interface Entry {
  readonly selector: Selector;
  readonly levels: Map<number, readonly string[]>;
}

const LAST_LEVEL = 9;

/** Whether a node has a permanent attribute of that value. */
export type HasAttribute = (node: string, name: string, value: string) => boolean;

/** The fencing levels of a configuration, by the nodes that they are for. */
export class Topology {
  /** By the text that names the nodes. */
  readonly #entries = new Map<string, Entry>();
  readonly #hasAttribute: HasAttribute;

  constructor(hasAttribute: HasAttribute = () => false) {
    this.#hasAttribute = hasAttribute;
  }

  /**
   * The levels of a node in ascending order; undefined if there are none. They are all of one entry, and entries are
   * never combined: that whose text is the node's name, else the first in table order that matches.
   *
   * Source: Pacemaker Explained, "Fencing Topologies".
   */
  levels(node: string): readonly Level[] | undefined {
    const entry = this.#entries.get(node) ?? this.#matching(node);
    if (entry === undefined || entry.levels.size === 0) return undefined;
    return [...entry.levels].sort(([a], [b]) => a - b).map(([index, devices]) => ({ index, devices }));
  }

  /** Enters a level of the configuration; it replaces an earlier one of the same nodes and index. */
  enter(level: XmlElement): void {
    const {
      target,
      "target-pattern": pattern,
      "target-attribute": name,
      "target-value": value,
    } = level.attributes;
    const index = parseInteger(level.attributes.index) ?? 0;
    if (index < 1 || index > LAST_LEVEL) return;
    const devices = (level.attributes.devices ?? "").split(",").filter((device) => device !== "");
    // Without devices nothing could ever fail, and nobody be fenced.
    if (devices.length === 0) return;
    if (target !== undefined) this.#enter(target, { kind: "name" }, index, devices);
    else if (pattern !== undefined) {
      this.#enter(pattern, { kind: "pattern", pattern: posixRegExp(pattern) }, index, devices);
    } else if (name !== undefined && value !== undefined) {
      this.#enter(`${name}=${value}`, { kind: "attribute", name, value }, index, devices);
    }
  }

  /**
   * Adds a device to a level, at its end.
   *
   * @param target a node's name, `@` and a pattern for names, or `ATTRIBUTE=VALUE`
   * @throws FencingError if the index is not from 1 to 9
   */
  add(target: string, index: number, device: string): void {
    checkIndex(target, index, 1);
    const { text, selector } = readTarget(target);
    const before = this.#entries.get(text)?.levels.get(index) ?? [];
    this.#enter(text, selector, index, [...before, device]);
  }

  /**
   * Removes a level, or with the index 0 all levels of a target.
   *
   * @throws FencingError if the index is not from 0 to 9
   */
  remove(target: string, index: number): void {
    checkIndex(target, index, 0);
    const { text } = readTarget(target);
    if (index === 0) this.#entries.delete(text);
    else this.#entries.get(text)?.levels.delete(index);
  }

  #enter(text: string, selector: Selector, index: number, devices: readonly string[]): void {
    const entry = this.#entries.get(text) ?? { selector, levels: new Map() };
    entry.levels.set(index, devices);
    this.#entries.set(text, entry);
  }

  #matching(node: string): Entry | undefined {
    for (const text of keyedOrder(this.#entries.keys())) {
      const entry = this.#entries.get(text);
      if (entry !== undefined && this.#isFor(entry.selector, text, node)) return entry;
    }
    return undefined;
  }

  #isFor(selector: Selector, text: string, node: string): boolean {
    switch (selector.kind) {
      case "name":
        return equalIgnoringCase(text, node);
      case "pattern":
        return selector.pattern?.test(node) === true;
      case "attribute":
        return this.#hasAttribute(node, selector.name, selector.value);
    }
  }
}

function readTarget(target: string): { readonly text: string; readonly selector: Selector } {
  if (target.startsWith("@")) {
    const text = target.slice(1);
    return { text, selector: { kind: "pattern", pattern: posixRegExp(text) } };
  }
  const at = target.indexOf("=");
  if (at < 1) return { text: target, selector: { kind: "name" } };
  return {
    text: target,
    selector: { kind: "attribute", name: target.slice(0, at), value: target.slice(at + 1) },
  };
}

function checkIndex(target: string, index: number, least: number): void {
  if (Number.isInteger(index) && index >= least && index <= LAST_LEVEL) return;
  const message = `Level ${index} of ${target}: levels are whole numbers from ${least} to ${LAST_LEVEL}`;
  throw new FencingError("invalid-request", message);
}

/** Reads the fencing levels of a configuration, and the node attributes that they may ask for. */
export function readTopology(cib: XmlElement): Topology {
  const configuration = firstElement(cib, "configuration");
  const section = configuration === undefined ? undefined : firstElement(configuration, "fencing-topology");
  const nodes = configuration === undefined ? undefined : firstElement(configuration, "nodes");
  const topology = new Topology(
    (node, name, value) => nodes !== undefined && hasAttribute(nodes, node, name, value),
  );
  if (section !== undefined)
    for (const level of elementsNamed(section, "fencing-level")) topology.enter(level);
  return topology;
}

/** Attributes count as they are written in the node's own sets, without rules. */
function hasAttribute(nodes: XmlElement, node: string, name: string, value: string): boolean {
  return elementsNamed(nodes, "node")
    .filter(({ attributes }) => equalIgnoringCase(attributes.uname ?? "", node))
    .flatMap((element) => elementsNamed(element, "instance_attributes"))
    .flatMap((set) => elementsNamed(set, "nvpair"))
    .some(({ attributes }) => attributes.name === name && attributes.value === value);
}
