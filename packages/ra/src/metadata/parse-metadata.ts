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
import type { AgentAction, AgentMetadata, AgentParameter, Deprecation, Translations } from "./metadata.js";

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
  uniqueGroup: optionalText,
  reloadable: flag,
  private: flag,
  shortDescription: text,
  longDescription: text,
  type: z.string().default("string"),
  default: optionalText,
  options: z.array(z.string()),
  minimum: optionalText,
  maximum: optionalText,
});

const actionSchema = z.object({
  name: z.string().min(1),
  timeout: time,
  interval: time,
  startDelay: time,
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
    version: root.attributes.version,
    standard: standardOf(root),
    // Fence agents write it as an attribute.
    shortDescription: description(root, "shortdesc") || (root.attributes.shortdesc ?? ""),
    longDescription: description(root, "longdesc"),
    translations: translations(root),
    parameters: parameters === undefined ? [] : readParameters(parameters),
    actions: actions === undefined ? [] : elementsNamed(actions, "action").flatMap(readAction),
  };
}

function parseRoot(xml: string): XmlElement {
  let root: XmlElement;
  try {
    root = parseXml(withoutDoctype(withoutChatter(xml).trim()));
  } catch (error) {
    throw new MetadataError(error instanceof Error ? error.message : String(error));
  }
  if (root.name !== "resource-agent") {
    throw new MetadataError(`The root element is "${root.name}", not "resource-agent"`);
  }
  return root;
}

/** Agents' libraries sometimes print a warning to standard output before the document. */
function withoutChatter(xml: string): string {
  const begin = xml.search(/<\?xml|<!DOCTYPE|<!--|<resource-agent[\s>]/);
  return begin > 0 ? xml.slice(begin) : xml;
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

function readParameters(parent: XmlElement): readonly AgentParameter[] {
  const declared = elementsNamed(parent, "parameter");
  /** Names of old parameters, each with the new ones that say that they took its place, as fence agents do. */
  const successors = new Map<string, string[]>();
  for (const { attributes } of declared) {
    if (attributes.obsoletes === undefined || attributes.name === undefined) continue;
    const known = successors.get(attributes.obsoletes);
    if (known === undefined) successors.set(attributes.obsoletes, [attributes.name]);
    else known.push(attributes.name);
  }
  return declared.flatMap((parameter) =>
    readParameter(parameter, successors.get(parameter.attributes.name ?? "") ?? []),
  );
}

function readParameter(declared: XmlElement, successors: readonly string[]): readonly AgentParameter[] {
  const content = firstElement(declared, "content");
  const parsed = parameterSchema.safeParse({
    ...declared.attributes,
    uniqueGroup: declared.attributes["unique-group"],
    shortDescription: description(declared, "shortdesc"),
    longDescription: description(declared, "longdesc"),
    type: content?.attributes.type,
    default: content?.attributes.default,
    options: content === undefined ? [] : elementsNamed(content, "option").flatMap(optionValue),
    minimum: content?.attributes.min,
    maximum: content?.attributes.max,
  });
  if (!parsed.success) return [];
  const deprecated = deprecationOf(declared, successors);
  return [{ ...parsed.data, deprecated, translations: translations(declared) }];
}

/** The standard has an element `deprecated` with `replaced-with` and `desc`; fence agents have a flag. */
function deprecationOf(declared: XmlElement, successors: readonly string[]): Deprecation | undefined {
  const told = firstElement(declared, "deprecated");
  if (told === undefined) {
    return isTrue(declared.attributes.deprecated) ? { replacedBy: successors, description: "" } : undefined;
  }
  const named = elementsNamed(told, "replaced-with").flatMap(({ attributes }) => attributes.name ?? []);
  return { replacedBy: named.length > 0 ? named : successors, description: description(told, "desc") };
}

function optionValue(option: XmlElement): readonly string[] {
  return option.attributes.value === undefined ? [] : [option.attributes.value];
}

function readAction(declared: XmlElement): readonly AgentAction[] {
  const parsed = actionSchema.safeParse({
    ...declared.attributes,
    startDelay: declared.attributes["start-delay"],
  });
  return parsed.success ? [parsed.data] : [];
}

/** A description in English, or in whatever language comes first; lines keep their breaks, the whole is trimmed. */
function description(parent: XmlElement, name: string): string {
  const all = elementsNamed(parent, name);
  const chosen = all.find((candidate) => candidate.attributes.lang?.startsWith("en") === true) ?? all[0];
  return chosen === undefined ? "" : textOf(chosen).trim();
}

function translations(parent: XmlElement): Translations {
  const found = new Map<string, { shortDescription?: string; longDescription?: string }>();
  for (const [name, key] of [
    ["shortdesc", "shortDescription"],
    ["longdesc", "longDescription"],
  ] as const) {
    for (const told of elementsNamed(parent, name)) {
      const language = told.attributes.lang ?? "";
      if (language !== "") found.set(language, { ...found.get(language), [key]: textOf(told).trim() });
    }
  }
  return Object.fromEntries(found);
}

function textOf(parent: XmlElement): string {
  let text = "";
  for (const child of parent.children) {
    if (child.kind === "text" || child.kind === "cdata") text += child.text;
  }
  // Some agents mark up their descriptions.
  return text === "" ? elements(parent).map(textOf).join(" ") : text;
}
