import { elementsNamed, firstElement, type XmlElement } from "@sanode/cib";

/** The names of a configuration's nodes, in its order. */
export function nodeNames(cib: XmlElement): readonly string[] {
  const configuration = firstElement(cib, "configuration");
  const nodes = configuration === undefined ? undefined : firstElement(configuration, "nodes");
  if (nodes === undefined) return [];
  return elementsNamed(nodes, "node").flatMap(({ attributes: { uname, type } }) =>
    uname === undefined || type === "remote" ? [] : uname,
  );
}
