import { element, elementsNamed, firstElement, isElement, type XmlElement } from "@sanode/cib";
import { withChild } from "./with-child.js";

/** The property set in which Pacemaker's controllers keep what they write themselves. */
const SET = "cib-bootstrap-options";

/** What status displays show of the software: the Pacemaker as which it behaves, and what joins the nodes. */
const OPTIONS = { "dc-version": "3.0.3-sanode", "cluster-infrastructure": "sanode" } as const;

/**
 * Writes into a configuration which software decides, as a designated controller of Pacemaker does. The same configuration
 * if it says so already.
 *
 * Source: Pacemaker Explained, "Cluster Options", `dc-version` and `cluster-infrastructure`.
 *
 * @param configuration the element `configuration`
 */
export function withSoftwareOptions(configuration: XmlElement): XmlElement {
  const section = firstElement(configuration, "crm_config") ?? element("crm_config");
  const present = elementsNamed(section, "cluster_property_set").find(
    ({ attributes }) => attributes.id === SET,
  );
  const set = present ?? element("cluster_property_set", { id: SET });
  let changed = set;
  for (const [name, value] of Object.entries(OPTIONS)) changed = withOption(changed, name, value);
  if (changed === set) return configuration;
  const children =
    present === undefined
      ? [...section.children, changed]
      : section.children.map((child) => (child === present ? changed : child));
  return withChild(configuration, { ...section, children });
}

function withOption(set: XmlElement, name: string, value: string): XmlElement {
  const present = elementsNamed(set, "nvpair").find(({ attributes }) => attributes.name === name);
  if (present?.attributes.value === value) return set;
  if (present === undefined) {
    return { ...set, children: [...set.children, element("nvpair", { id: `${SET}-${name}`, name, value })] };
  }
  const pair = { ...present, attributes: { ...present.attributes, value } };
  return {
    ...set,
    children: set.children.map((child) => (isElement(child) && child === present ? pair : child)),
  };
}
