import { equalIgnoringCase } from "../values/characters.js";
import { firstElement, type XmlElement, type XmlNode } from "../xml/tree.js";

/**
 * Whether two documents have different configurations. The order of attributes and children counts; the case of letters in
 * comments does not.
 */
export function hasOtherConfiguration(before: XmlElement, after: XmlElement): boolean {
  const [old, now] = [firstElement(before, "configuration"), firstElement(after, "configuration")];
  if (old === undefined || now === undefined) return old !== now;
  return !areAlike(old, now);
}

function areAlike(left: XmlNode, right: XmlNode): boolean {
  if (left === right) return true;
  if (left.kind === "comment") return right.kind === "comment" && equalIgnoringCase(left.text, right.text);
  if (left.kind !== "element" || right.kind !== "element") return false;
  return (
    left.name === right.name &&
    haveSameAttributes(left, right) &&
    left.children.length === right.children.length &&
    left.children.every((child, index) => {
      const other = right.children[index];
      return other !== undefined && areAlike(child, other);
    })
  );
}

function haveSameAttributes({ attributes: left }: XmlElement, { attributes: right }: XmlElement): boolean {
  const names = Object.keys(left);
  const others = Object.keys(right);
  return (
    names.length === others.length &&
    names.every((name, index) => name === others[index] && left[name] === right[name])
  );
}
