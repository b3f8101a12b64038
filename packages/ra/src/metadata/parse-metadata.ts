import {
  elements,
  elementsNamed,
  firstElement,
  intervalOrUndefined,
  isTrue,
  parseXml,
  type XmlElement,
} from "@sanode/cib";
import { z } from "zod";
import type { AgentAction, AgentMetadata, AgentParameter } from "./metadata.js";

/** Text that an agent printed as its meta-data and that cannot be read as such. */
export class MetadataError extends Error {
  override readonly name = "MetadataError";
}

const flag = z
  .string()
  .optional()
  .transform((text) => isTrue(text));

const time = z
  .string()
  .optional()
  .transform((text) => intervalOrUndefined(text));

const text = z.string().default("");

const optionalText = z
  .string()
  .optional()
  .transform((value) => value);

const parameterSchema = z.object({
  name: z.string().min(1),
  required: flag,
  unique: flag,
  reloadable: flag,
  private: flag,
  shortDescription: text,
  longDescription: text,
  type: z.string().default("string"),
  default: optionalText,
  options: z.array(z.string()),
});

const actionSchema = z.object({
  name: z.string().min(1),
  timeout: time,
  interval: time,
  role: optionalText,
  depth: optionalText,
});

/**
 * Reads an agent's meta-data. As tolerant as Pacemaker is: unknown elements are passed over, and parameters and
 * actions without a name are left out; agents' meta-data is often careless.
 *
 * Throws a MetadataError for text that is not XML or whose root is another element than `resource-agent`.
 * Source: OCF Resource Agent API 1.1, "Metadata"; its grammar ra-api.rng.
 */
export function parseMetadata(xml: string): AgentMetadata {
  const root = parseRoot(xml);
  const parameters = firstElement(root, "parameters");
  const actions = firstElement(root, "actions");
  return {
    name: root.attributes.name ?? "",
    standard: standardOf(root),
    shortDescription: description(root, "shortdesc"),
    longDescription: description(root, "longdesc"),
    parameters: parameters === undefined ? [] : elementsNamed(parameters, "parameter").flatMap(readParameter),
    actions: actions === undefined ? [] : elementsNamed(actions, "action").flatMap(readAction),
  };
}

function parseRoot(xml: string): XmlElement {
  let root: XmlElement;
  try {
    root = parseXml(withoutDoctype(xml.trim()));
  } catch (error) {
    throw new MetadataError(error instanceof Error ? error.message : String(error));
  }
  if (root.name !== "resource-agent") {
    throw new MetadataError(`The root element is "${root.name}", not "resource-agent"`);
  }
  return root;
}

/** Most agents name the standard's document type, which says nothing that we need; others define entities, and fail. */
function withoutDoctype(xml: string): string {
  return xml.replace(/<!DOCTYPE\s[^[<>]*>/, "");
}

function standardOf(root: XmlElement): string | undefined {
  const version = firstElement(root, "version");
  const standard = version === undefined ? "" : textOf(version).trim();
  return standard === "" ? undefined : standard;
}

function readParameter(declared: XmlElement): readonly AgentParameter[] {
  const content = firstElement(declared, "content");
  const parsed = parameterSchema.safeParse({
    ...declared.attributes,
    shortDescription: description(declared, "shortdesc"),
    longDescription: description(declared, "longdesc"),
    type: content?.attributes.type,
    default: content?.attributes.default,
    options: content === undefined ? [] : elementsNamed(content, "option").flatMap(optionValue),
  });
  return parsed.success ? [parsed.data] : [];
}

function optionValue(option: XmlElement): readonly string[] {
  return option.attributes.value === undefined ? [] : [option.attributes.value];
}

function readAction(declared: XmlElement): readonly AgentAction[] {
  const parsed = actionSchema.safeParse(declared.attributes);
  return parsed.success ? [parsed.data] : [];
}

/** A description in English, or in whatever language comes first; lines keep their breaks, the whole is trimmed. */
function description(parent: XmlElement, name: string): string {
  const all = elementsNamed(parent, name);
  const chosen = all.find((candidate) => candidate.attributes.lang?.startsWith("en") === true) ?? all[0];
  return chosen === undefined ? "" : textOf(chosen).trim();
}

function textOf(parent: XmlElement): string {
  let text = "";
  for (const child of parent.children) {
    if (child.kind === "text" || child.kind === "cdata") text += child.text;
  }
  // Some agents mark up their descriptions.
  return text === "" ? elements(parent).map(textOf).join(" ") : text;
}
