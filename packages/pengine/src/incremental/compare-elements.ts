import { elements, type XmlElement } from "@sanode/cib";

const none: ReadonlySet<string> = new Set();

/** Whether two elements have the same attributes, apart from some, in any order. */
export function equalAttributes(
  left: XmlElement,
  right: XmlElement,
  ignored: ReadonlySet<string> = none,
): boolean {
  if (left.attributes === right.attributes) return true;
  for (const [name, value] of Object.entries(left.attributes)) {
    if (!ignored.has(name) && right.attributes[name] !== value) return false;
  }
  for (const name of Object.keys(right.attributes)) {
    if (!ignored.has(name) && left.attributes[name] === undefined) return false;
  }
  return true;
}

/** Whether two elements mean the same, whatever is said in some attributes of them and of all below. */
export function equalElements(
  left: XmlElement,
  right: XmlElement,
  ignored: ReadonlySet<string> = none,
): boolean {
  if (left === right) return true;
  if (left.name !== right.name || !equalAttributes(left, right, ignored)) return false;
  const before = elements(left);
  const after = elements(right);
  return (
    before.length === after.length &&
    before.every((child, at) => {
      const other = after[at];
      return other !== undefined && equalElements(child, other, ignored);
    })
  );
}
