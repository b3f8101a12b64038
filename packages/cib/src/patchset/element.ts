import { element, type XmlElement } from "../xml/tree.js";
import { type AttributeChange, type Change, COUNTERS, type Patchset, type VersionText } from "./patchset.js";

/** A patchset as XML, a `diff` element of format 2, as Pacemaker's tools print and read it. */
export function patchsetElement({ versions, digest, changes }: Patchset): XmlElement {
  const children = changes.map(changeElement);
  const attributes = digest === undefined ? { format: "2" } : { format: "2", digest };
  if (versions === undefined) return element("diff", attributes, children);
  const version = element("version", undefined, [
    ...versionElement("source", versions.source),
    ...versionElement("target", versions.target),
  ]);
  return element("diff", attributes, [version, ...children]);
}

function versionElement(name: string, version: VersionText | undefined): XmlElement[] {
  if (version === undefined) return [];
  const attributes: Record<string, string> = {};
  for (const counter of COUNTERS) {
    const value = version[counter];
    if (value !== undefined) attributes[counter] = value;
  }
  return [element(name, attributes)];
}

function changeElement(change: Change): XmlElement {
  const { operation, path } = change;
  switch (change.operation) {
    case "delete":
      return element(
        "change",
        change.position === undefined
          ? { operation, path }
          : { operation, path, position: `${change.position}` },
      );
    case "move":
      return element("change", { operation, path, position: `${change.position}` });
    case "create":
      return element("change", { operation, path, position: `${change.position}` }, [change.node]);
    case "modify":
      return element("change", { operation, path }, [
        element("change-list", undefined, change.attributes.map(attributeElement)),
        element("change-result", undefined, [change.result]),
      ]);
  }
}

function attributeElement({ name, operation, ...rest }: AttributeChange): XmlElement {
  return element("change-attr", { name, operation, ...rest });
}
