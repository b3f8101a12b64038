import { formatXml, parseXml, type XmlElement } from "@sanode/cib";
import type { Random } from "../differential/random.js";
import { UNREACHABLE_IDS } from "./documents.js";

/**
 * A patchset with one thing in it made wrong, most of the time. What Pacemaker answers with a crash, or with an assertion
 * in its log that it then passes over, is left out: the root deleted, a change without a way to an element, a comment
 * with attributes. So are places that are no numbers, which we refuse.
 */
export function corrupt(random: Random, patchset: XmlElement): XmlElement {
  const changes = patchset.children.flatMap((child, index) =>
    child.kind === "element" && child.name === "change" ? [index] : [],
  );
  const at = random.pick(changes);
  const change = at === undefined ? undefined : patchset.children[at];
  if (at === undefined || change?.kind !== "element" || random.chance(0.2))
    return corruptHead(random, patchset);
  const put = (...nodes: XmlElement[]): XmlElement => ({
    ...patchset,
    children: patchset.children.toSpliced(at, 1, ...nodes),
  });
  const { path = "", operation = "" } = change.attributes;
  switch (random.integer(0, 6)) {
    case 0:
      return put();
    case 1:
      return put(change, change);
    case 2:
      return put(withAttribute(change, "operation", random.pick([undefined, "", "bogus", "Create"])));
    case 3:
      return put(withAttribute(change, "path", corruptPath(random, path)));
    case 4: {
      const positions = ["-1", "0", "1", "2", "7", "99", "3x", " 1"];
      if (operation === "delete") positions.push("", "x", "2147483648");
      return put(withAttribute(change, "position", random.pick(positions)));
    }
    case 5:
      if (operation !== "modify" || UNREACHABLE_IDS.some((id) => path.includes(id))) return patchset;
      return put({ ...change, children: change.children.slice(0, 1) });
    default:
      return put({ ...change, name: random.pick(["change", "other"]) });
  }
}

function corruptHead(random: Random, patchset: XmlElement): XmlElement {
  switch (random.integer(0, 3)) {
    case 0:
      return withAttribute(patchset, "format", random.pick([undefined, "", "1", "3", "2x", " 2"]));
    case 1:
      return withAttribute(
        patchset,
        "digest",
        random.pick([undefined, "", "0123456789abcdef0123456789abcdef"]),
      );
    default:
      return corruptVersion(random, patchset);
  }
}

function corruptVersion(random: Random, patchset: XmlElement): XmlElement {
  const text = formatXml(patchset);
  const counter = random.pick(["admin_epoch", "epoch", "num_updates"] as const);
  const which = random.pick(["source", "target"] as const);
  const value = random.pick(["", "0", "1", "5", "6", "99", "-1", "x", "7y", "4294967296"] as const);
  const replacement = random.chance(0.2) ? "" : ` ${counter}="${value}"`;
  if (random.chance(0.15)) return parseXml(text.replace(new RegExp(`<${which} [^>]*>`), ""));
  return parseXml(text.replace(new RegExp(`(<${which}.*?) ${counter}="[^"]*"`), `$1${replacement}`));
}

/** Another path; always one to an element below the root or to none. */
function corruptPath(random: Random, path: string): string {
  const components = path.split("/");
  const at = random.integer(2, components.length - 1);
  if (components[at] === undefined) return `${path}/none`;
  switch (random.integer(0, 6)) {
    case 0:
      return components.toSpliced(at, 1, "none").join("/");
    case 1:
      return components.slice(0, at + 1).join("/");
    case 2:
      return components.toSpliced(at, 0, "").join("/");
    case 3:
      return components.toSpliced(at, 1, (components[at] ?? "").replace(/\[.*/, "")).join("/");
    case 4:
      return `${path}/`;
    case 5:
      return path.replace(/'\]$/, random.pick(["", "'", "' ]", "'][2]", "x']"]));
    default:
      return path.replace("[@id='", random.pick(["[@id=", "[@ID='", '[@id="', " [@id='", "[", "[1][@id='"]));
  }
}

function withAttribute(element: XmlElement, name: string, value: string | undefined): XmlElement {
  const { [name]: _, ...rest } = element.attributes;
  const attributes = value === undefined ? rest : { ...element.attributes, [name]: value };
  return parseXml(formatXml({ ...element, attributes }));
}
