import { elementsNamed, firstElement, isTrue, parseXml, type XmlElement } from "@sanode/cib";

/** What the fencing service needs to know of an agent. */
export interface FenceMetadata {
  readonly actions: ReadonlyMap<string, FenceAgentAction>;
  /** Names, in the order of declaration. */
  readonly parameters: readonly string[];
}

export interface FenceAgentAction {
  /** Only the target itself can do it. */
  readonly onTarget: boolean;
  /** For `on`: the cluster unfences nodes with it when they join. */
  readonly automatic: boolean;
}

/**
 * Reads what a fence agent prints as its meta-data; undefined if that is not XML with the element
 * `resource-agent` outermost. Source: fence-agents' FenceAgentAPI, "Metadata".
 */
export function parseFenceMetadata(text: string): FenceMetadata | undefined {
  const root = parseAgentXml(text);
  if (root === undefined) return undefined;
  const actions = new Map<string, FenceAgentAction>();
  for (const { attributes } of declared(root, "actions", "action")) {
    if (attributes.name === undefined || actions.has(attributes.name)) continue;
    actions.set(attributes.name, {
      onTarget: isTrue(attributes.on_target),
      automatic: isTrue(attributes.automatic ?? attributes.required),
    });
  }
  const parameters = declared(root, "parameters", "parameter").flatMap(
    ({ attributes }) => attributes.name ?? [],
  );
  return { actions, parameters };
}

/** An agent's meta-data as XML; agents name a document type, which says nothing that is needed. */
export function parseAgentXml(text: string): XmlElement | undefined {
  try {
    const root = parseXml(text.trim().replace(/<!DOCTYPE\s[^[<>]*>/, ""));
    return root.name === "resource-agent" ? root : undefined;
  } catch {
    return undefined;
  }
}

function declared(root: XmlElement, section: string, name: string): readonly XmlElement[] {
  const parent = firstElement(root, section);
  return parent === undefined ? [] : elementsNamed(parent, name);
}
