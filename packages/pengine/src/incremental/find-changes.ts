import { elements, elementsNamed, firstElement, type XmlElement } from "@sanode/cib";
import { equalAttributes, equalElements } from "./compare-elements.js";
import type { Connections } from "./connections.js";
import { NotInPart } from "./reason.js";
import type { HistoryChange } from "./status-index.js";

/** Attributes of the document that tell who changed it when. */
const versions: ReadonlySet<string> = new Set([
  "epoch",
  "num_updates",
  "admin_epoch",
  "cib-last-written",
  "update-origin",
  "update-client",
  "update-user",
]);
/** Attributes of node states and histories that nothing is decided by. */
const accounts: ReadonlySet<string> = new Set(["crm-debug-origin", "exec-time", "queue-time"]);

/** What differs between two documents, as far as anything is decided by it. */
export interface Changes {
  readonly histories: readonly HistoryChange[];
  /** Top-level resources that something has changed about: definition, histories or fail counts. */
  readonly resources: ReadonlySet<string>;
}

/**
 * Compares two documents; what they share is not looked into.
 *
 * @throws NotInPart if more has changed than resources, their histories and their fail counts
 */
export function findChanges(before: XmlElement, after: XmlElement, connections: Connections): Changes {
  return new Comparison(connections).compare(before, after);
}

class Comparison {
  readonly #connections: Connections;
  readonly #histories: HistoryChange[] = [];
  readonly #resources = new Set<string>();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  compare(before: XmlElement, after: XmlElement): Changes {
    for (const [section, other] of pairs(before, after, "cluster-properties", versions)) {
      if (section.name === "configuration") this.#configuration(section, other);
      else if (section.name === "status") this.#status(section, other);
      else if (!equalElements(section, other)) throw new NotInPart("configuration");
    }
    return { histories: this.#histories, resources: this.#resources };
  }

  #configuration(before: XmlElement, after: XmlElement): void {
    for (const [section, other] of pairs(before, after, "configuration")) {
      if (section.name === "resources") this.#definitions(section, other);
      else if (!equalElements(section, other)) throw new NotInPart("configuration");
    }
  }

  #definitions(before: XmlElement, after: XmlElement): void {
    for (const [resource, other] of pairs(before, after, "resource-structure")) {
      if (equalElements(resource, other)) continue;
      const { id = "" } = resource.attributes;
      if (other.attributes.id !== id) throw new NotInPart("resource-structure");
      if (resource.name === "template" || this.#connections.fencing.has(id)) {
        throw new NotInPart("shared-definition");
      }
      if (this.#connections.profileOf(resource) !== this.#connections.profileOf(other))
        throw new NotInPart("resource-structure");
      this.#resources.add(id);
    }
  }

  #status(before: XmlElement, after: XmlElement): void {
    if (before === after) return;
    let position = 0;
    for (const [state, other] of pairs(before, after, "node-state")) {
      if (state.name === "node_state") this.#nodeState(position++, state, other);
      else if (!equalElements(state, other)) throw new NotInPart("node-state");
    }
  }

  #nodeState(position: number, before: XmlElement, after: XmlElement): void {
    if (before === after) return;
    if (!equalAttributes(before, after, accounts)) throw new NotInPart("node-state");
    const known = partsByName(before);
    const given = partsByName(after);
    for (const name of new Set([...known.keys(), ...given.keys()])) {
      const part = known.get(name);
      const other = given.get(name);
      if (part === other) continue;
      if (name === "lrm") this.#lrm(position, part, other);
      else if (name === "transient_attributes") this.#attributes(part, other);
      else if (part === undefined || other === undefined || !equalElements(part, other)) {
        throw new NotInPart("node-state");
      }
    }
  }

  #lrm(position: number, before: XmlElement | undefined, after: XmlElement | undefined): void {
    if (before === undefined || after === undefined || !equalAttributes(before, after, accounts)) {
      throw new NotInPart("node-state");
    }
    const lists = [before, after].map((lrm) => firstElement(lrm, "lrm_resources"));
    const [old = [], current = []] = lists.map((list) => (list === undefined ? [] : elements(list)));
    let at = 0;
    for (const history of old) {
      const other = current[at];
      const { id = "" } = history.attributes;
      if (other === history) at += 1;
      else if (other !== undefined && other.attributes.id === id) {
        if (!equalElements(history, other, accounts)) this.#history(position, id, other);
        else this.#histories.push({ node: position, id, element: other });
        at += 1;
      } else this.#history(position, id, null);
    }
    const stayed = new Set(old.map(({ attributes }) => attributes.id));
    for (const history of current.slice(at)) {
      const { id = "" } = history.attributes;
      if (stayed.has(id)) throw new NotInPart("history-order");
      stayed.add(id);
      this.#history(position, id, history);
    }
  }

  #history(node: number, id: string, element: XmlElement | null): void {
    if (element !== null && element.name !== "lrm_resource") throw new NotInPart("unusual-document");
    this.#touch(id);
    this.#histories.push({ node, id, element });
  }

  #touch(resourceId: string): void {
    const owner = this.#connections.ownerOf(resourceId);
    if (owner === undefined) throw new NotInPart("unconfigured-history");
    this.#resources.add(owner);
  }

  #attributes(before: XmlElement | undefined, after: XmlElement | undefined): void {
    const old = transientPairs(before);
    const current = transientPairs(after);
    for (const name of new Set([...old.keys(), ...current.keys()])) {
      if (old.get(name) === current.get(name)) continue;
      const resource = /^(?:fail-count|last-failure)-(.*?)(?:#.*)?$/.exec(name)?.[1];
      if (resource === undefined || this.#connections.namesFailures) throw new NotInPart("node-attributes");
      this.#touch(resource);
    }
  }
}

/** Children of the same names in the same places. */
function pairs(
  before: XmlElement,
  after: XmlElement,
  otherwise: "cluster-properties" | "configuration" | "resource-structure" | "node-state",
  ignored?: ReadonlySet<string>,
): [XmlElement, XmlElement][] {
  if (before === after) return [];
  const old = elements(before);
  const current = elements(after);
  if (old.length !== current.length || !equalAttributes(before, after, ignored))
    throw new NotInPart(otherwise);
  return old.map((child, at) => {
    const other = current[at];
    if (other === undefined || other.name !== child.name) throw new NotInPart(otherwise);
    return [child, other];
  });
}

function partsByName(state: XmlElement): Map<string, XmlElement> {
  const parts = new Map<string, XmlElement>();
  for (const part of elements(state)) {
    if (parts.has(part.name)) throw new NotInPart("unusual-document");
    parts.set(part.name, part);
  }
  return parts;
}

/** Names and values of one plain block; anything else is too much. */
function transientPairs(section: XmlElement | undefined): Map<string, string> {
  const found = new Map<string, string>();
  if (section === undefined) return found;
  const blocks = elements(section);
  const [block] = blocks;
  if (block === undefined) return found;
  const pairsOnly = elementsNamed(block, "nvpair");
  if (
    blocks.length > 1 ||
    block.name !== "instance_attributes" ||
    pairsOnly.length !== elements(block).length
  ) {
    throw new NotInPart("unusual-document");
  }
  for (const { attributes } of pairsOnly) {
    const { name, value } = attributes;
    if (name === undefined || value === undefined || found.has(name)) throw new NotInPart("unusual-document");
    found.set(name, value);
  }
  return found;
}
