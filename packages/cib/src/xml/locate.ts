import { elements, type XmlElement } from "./tree.js";

/** Where an element is. */
export interface Place {
  /** A path from the root that selects the element and no other. */
  readonly path: string;
  /** The id of the element or of its nearest ancestor that has one. */
  readonly id: string | undefined;
}

/** Finds the places of some elements of a document in one walk. */
export function locateElements(
  root: XmlElement,
  wanted: ReadonlySet<XmlElement>,
): ReadonlyMap<XmlElement, Place> {
  const places = new Map<XmlElement, Place>();
  const pending: [XmlElement, Place][] = [[root, { path: `/${root.name}`, id: root.attributes.id }]];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const [current, place] = entry;
    if (wanted.has(current)) places.set(current, place);
    const children = elements(current);
    const steps = stepsTo(children);
    children.forEach((child, index) => {
      pending.push([child, { path: `${place.path}/${steps[index]}`, id: child.attributes.id ?? place.id }]);
    });
  }
  return places;
}

/** The last steps of the paths to siblings: name and id where that is enough, else name and number. */
function stepsTo(siblings: readonly XmlElement[]): string[] {
  const count = (keys: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const withId = siblings.map(stepWithId);
  const byStep = count(withId);
  const byName = count(siblings.map(({ name }) => name));
  const seen = new Map<string, number>();
  return siblings.map((sibling, index) => {
    const { name } = sibling;
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    const step = withId[index] ?? name;
    if (step !== name && byStep.get(step) === 1) return step;
    return byName.get(name) === 1 ? name : `${name}[${number}]`;
  });
}

function stepWithId({ name, attributes: { id } }: XmlElement): string {
  if (id === undefined) return name;
  if (!id.includes("'")) return `${name}[@id='${id}']`;
  // XPath 1.0 has no escapes: an id with both kinds of quotes cannot be written, and is found by number.
  return id.includes('"') ? name : `${name}[@id="${id}"]`;
}
