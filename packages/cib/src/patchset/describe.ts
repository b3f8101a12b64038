import { utf8ToBytes } from "@noble/hashes/utils.js";
import { dataChildren } from "../xml/data.js";
import { NO_CHILDREN, type XmlComment, type XmlElement } from "../xml/tree.js";
import { formatXml } from "../xml/write.js";
import { parseNumber } from "./number.js";
import { type AttributeChange, type Change, COUNTERS, type Patchset } from "./patchset.js";

/**
 * A patchset in words, line by line, as `crm_shadow --diff` prints it and Pacemaker logs it: `--` what is gone, `++` and
 * `+` what is new, `+~` what has moved.
 */
export function describePatchset(patchset: Patchset): readonly string[] {
  return [...describeVersions(patchset), ...patchset.changes.flatMap(describeChange)];
}

function describeVersions({ versions, digest = "(no digest)" }: Patchset): readonly string[] {
  const [source, target] = readVersions(versions);
  if (source !== target) return [`Diff: --- ${source} 2`, `Diff: +++ ${target} ${digest}`];
  return source === "0.0.0" ? [] : [`Local-only Change: ${source}`];
}

/** Both versions; from the first counter on that is no number, all are 0. */
function readVersions({ source, target }: NonNullable<Patchset["versions"]> = {}): readonly [string, string] {
  const [before, after] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (const [index, counter] of COUNTERS.entries()) {
    const from = parseNumber(source?.[counter]);
    if (from === undefined) break;
    before[index] = from;
    const to = parseNumber(target?.[counter]);
    if (to === undefined) break;
    after[index] = to;
  }
  return [before.join("."), after.join(".")];
}

function describeChange(change: Change): readonly string[] {
  const { path } = change;
  switch (change.operation) {
    case "delete":
      return [change.position === undefined ? `-- ${path}` : `-- ${path} (${change.position})`];
    case "move":
      return [`+~ ${path} moved to offset ${change.position}`];
    case "modify":
      return describeAttributes(path, change.attributes);
    case "create":
      return change.node.kind === "comment" ? [commentText(change.node)] : describeElement(path, change.node);
  }
}

function describeAttributes(path: string, attributes: readonly AttributeChange[]): readonly string[] {
  const [set, unset]: [string[], string[]] = [[], []];
  for (const attribute of attributes) {
    if (attribute.operation === "set") set.push(`@${attribute.name}=${attribute.value}`);
    else unset.push(`@${attribute.name}`);
  }
  return [
    ...(set.length === 0 ? [] : [`+  ${path}:  ${set.join(", ")}`]),
    ...(unset.length === 0 ? [] : [`-- ${path}:  ${unset.join(", ")}`]),
  ];
}

/** A new element behind the path of its parent, what is in it below. Comments stand at the margin, without a sign. */
function describeElement(path: string, created: XmlElement): readonly string[] {
  // Pacemaker counts bytes.
  const margin = `++${" ".repeat(utf8ToBytes(path).length + 4)}`;
  // The first tag always looks like that of an empty element.
  const lines = [`++ ${path}:  ${emptyTag(created)}`];
  const levels = [{ element: created, children: dataChildren(created), next: 0 }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const indent = "  ".repeat(levels.length);
    const child = level.children[level.next++];
    if (child === undefined) {
      levels.pop();
      if (level.children.length > 0) lines.push(`${margin}${indent.slice(2)}</${level.element.name}>`);
    } else if (child.kind === "comment") lines.push(`${indent}${commentText(child)}`);
    else if (child.children.length === 0) lines.push(`${margin}${indent}${emptyTag(child)}`);
    else {
      lines.push(`${margin}${indent}${emptyTag(child).replace(/\/>$/, ">")}`);
      levels.push({ element: child, children: dataChildren(child), next: 0 });
    }
  }
  return lines;
}

function emptyTag(element: XmlElement): string {
  return formatXml({ ...element, children: NO_CHILDREN }, { indent: false });
}

function commentText({ text }: XmlComment): string {
  return `<!--${text}-->`;
}
