import { elementsNamed, type XmlElement } from "@sanode/cib";

/** The only child element of that name. A section that occurs twice counts as absent, as it does for Pacemaker. */
export function section(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  if (parent === undefined) return undefined;
  const found = elementsNamed(parent, name);
  return found.length === 1 ? found[0] : undefined;
}
