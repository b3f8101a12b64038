import { addScores, clampScore, parseScore, type Score } from "../score.js";
import { equalIgnoringCase } from "../values/characters.js";
import { createAttributes } from "../xml/attributes.js";
import { element, type XmlElement, type XmlNode } from "../xml/tree.js";

/** How an input becomes part of an element. */
export interface MergeOptions {
  /** Whether `name++` and `name+=N` count up the attribute of that name. */
  readonly scoreUpdates: boolean;
}

/**
 * An element with an input merged into it: the input's attributes are set, its children merged with those that are like
 * them or else appended. Nothing is ever removed. The element itself if nothing changes.
 */
export function merge(target: XmlElement, input: XmlElement, options: MergeOptions): XmlElement {
  const attributes = mergeAttributes(target, input, options);
  const children = mergeChildren(target.children, input.children, options);
  if (attributes === target.attributes && children === target.children) return target;
  return element(target.name, attributes, children);
}

function mergeAttributes(
  target: XmlElement,
  input: XmlElement,
  options: MergeOptions,
): XmlElement["attributes"] {
  const attributes = createAttributes();
  for (const name of Object.keys(target.attributes)) attributes[name] = target.attributes[name] ?? "";
  let changed = false;
  for (const name of Object.keys(input.attributes)) {
    const given = input.attributes[name] ?? "";
    const old = attributes[name];
    const value = options.scoreUpdates ? expandScore(name, given, old) : given;
    changed ||= value !== old;
    attributes[name] = value;
  }
  return changed ? attributes : target.attributes;
}

/**
 * `name++` is the old value plus 1 and `name+=N` the old value plus N, as scores; anything else, and all of it where there is
 * no old value, is the text itself.
 */
function expandScore(name: string, given: string, old: string | undefined): string {
  if (old === undefined || !given.startsWith(name)) return given;
  const rest = given.slice(name.length);
  if (rest.startsWith("++")) return String(addScores(scoreOf(old), clampScore(1)));
  if (rest.startsWith("+=")) return String(addScores(scoreOf(old), scoreOf(rest.slice(2))));
  return given;
}

function scoreOf(text: string): Score {
  return parseScore(text, clampScore(0));
}

function mergeChildren(
  target: readonly XmlNode[],
  input: readonly XmlNode[],
  options: MergeOptions,
): readonly XmlNode[] {
  const merged = [...target];
  let changed = false;
  for (const child of input) {
    if (child.kind === "comment") {
      if (merged.some((node) => node.kind === "comment" && equalIgnoringCase(node.text, child.text)))
        continue;
      merged.push(child);
      changed = true;
    } else if (child.kind === "element") {
      const index = merged.findIndex((node) => node.kind === "element" && isCounterpart(node, child));
      const found = merged[index];
      const result = merge(found?.kind === "element" ? found : element(child.name), child, options);
      changed ||= result !== found;
      merged[index === -1 ? merged.length : index] = result;
    }
  }
  return changed ? merged : target;
}

/** Whether a child is the one that an input's child means: by its id, else by its reference, else by its name alone. */
function isCounterpart(candidate: XmlElement, { name, attributes }: XmlElement): boolean {
  if (candidate.name !== name) return false;
  if (attributes.id !== undefined) return candidate.attributes.id === attributes.id;
  return attributes["id-ref"] === undefined || candidate.attributes["id-ref"] === attributes["id-ref"];
}
