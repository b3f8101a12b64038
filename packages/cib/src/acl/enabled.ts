import { applyBlocks } from "../blocks/apply.js";
import { compileBlocks } from "../blocks/compile.js";
import { isTrue } from "../values/boolean.js";
import type { DateTime } from "../values/date-time.js";
import { ElementIndex, firstElement, type XmlElement } from "../xml/tree.js";

/**
 * Whether a configuration puts access control in force: the cluster option `enable-acl`, false by default.
 * Source: Pacemaker Explained, "Cluster Options".
 *
 * @param now the moment for which rules are judged
 */
export function isAclEnabled(document: XmlElement, now: DateTime): boolean {
  const configuration = firstElement(document, "configuration");
  const options = configuration && firstElement(configuration, "crm_config");
  if (options === undefined) return false;
  const index = new ElementIndex(document);
  const blocks = compileBlocks(options, "cluster_property_set", { find: (name, id) => index.find(name, id) });
  const values = new Map<string, string>();
  applyBlocks(blocks, { now }, values);
  return isTrue(values.get("enable-acl"));
}
