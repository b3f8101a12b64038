import {
  element,
  elements,
  elementsNamed,
  firstElement,
  formatXml,
  type XmlElement,
  type XmlNode,
} from "@sanode/cib";
import { parseAgentXml } from "../agent/fence-metadata.js";

/** What the cluster fills in itself, so that nobody has to configure it. */
const FILLED_IN = new Set(["action", "plug", "port"]);
const TIMEOUT = "20s";

/**
 * An agent's meta-data as users of a cluster are shown them: what the cluster fills in itself is not required, and
 * there are the actions of every resource. Undefined for text that is no meta-data.
 */
export function shownMetadata(text: string): XmlElement | undefined {
  const root = parseAgentXml(text);
  return root === undefined ? undefined : withActions(withOptional(root));
}

function withOptional(root: XmlElement): XmlElement {
  return mapChildren(root, "parameters", (parameters) =>
    mapChildren(parameters, "parameter", (parameter) =>
      FILLED_IN.has(parameter.attributes.name ?? "")
        ? { ...parameter, attributes: { ...parameter.attributes, required: "0" } }
        : parameter,
    ),
  );
}

function withActions(root: XmlElement): XmlElement {
  const actions = firstElement(root, "actions");
  if (
    actions === undefined ||
    elementsNamed(actions, "action").some(({ attributes }) => attributes.name === "stop")
  ) {
    return root;
  }
  const added = ["stop", "start"].map((name) => element("action", { name, timeout: TIMEOUT }));
  return mapChildren(root, "actions", (all) => ({ ...all, children: [...all.children, ...added] }));
}

function mapChildren(parent: XmlElement, name: string, map: (child: XmlElement) => XmlElement): XmlElement {
  const children = parent.children.map((child: XmlNode) =>
    child.kind === "element" && child.name === name ? map(child) : child,
  );
  return { ...parent, children };
}

/** Writes meta-data as Pacemaker's tools do: every text stands on lines of its own. */
export function formatMetadata(root: XmlElement, indent = ""): string {
  const empty = `${indent}${formatXml({ ...root, children: [] }).trim()}`;
  const text = textOf(root);
  const inner = elements(root);
  if (text === "" && inner.length === 0) return `${empty}\n`;
  const further = `${indent}  `;
  const content = text === "" ? "" : `${further}${escapeText(text)}\n`;
  const parts = inner.map((child) => formatMetadata(child, further)).join("");
  return `${empty.replace(/\/>$/, ">")}\n${content}${parts}${indent}</${root.name}>\n`;
}

function textOf({ children }: XmlElement): string {
  const text = children
    .map((child) => (child.kind === "text" || child.kind === "cdata" ? child.text : ""))
    .join("");
  return text.trim() === "" ? "" : text;
}

function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
