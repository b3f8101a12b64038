import { createAttributes } from "../xml/attributes.js";
import { element, type XmlElement } from "../xml/tree.js";
import { readVersion, withVersion } from "./version.js";

const MANDATORY_SECTIONS = ["crm_config", "nodes", "resources", "constraints"] as const;

/** What `crm_feature_set` of a new document says: that of Pacemaker 3.0.3. */
export const FEATURE_SET = "3.20.5";

/**
 * A document with nothing in it but what every CIB must have (`cibadmin --empty`).
 *
 * @param schema what its `validate-with` says; not checked
 * @param epoch its `epoch`, from 0
 */
export function emptyCib(schema = "pacemaker-4.0", epoch = 1): XmlElement {
  const attributes = createAttributes();
  attributes.crm_feature_set = FEATURE_SET;
  attributes["validate-with"] = schema;
  return withVersion(element("cib", attributes, emptySections()), { adminEpoch: 0, epoch, numUpdates: 0 });
}

function emptySections(): XmlElement[] {
  const sections = MANDATORY_SECTIONS.map((name) => element(name));
  return [element("configuration", undefined, sections), element("status")];
}

/** The document without its contents; its attributes stay, and `admin_epoch` rises. */
export function erase(document: XmlElement): XmlElement {
  const { adminEpoch } = readVersion(document);
  const emptied = element(document.name, document.attributes, emptySections());
  return withVersion(emptied, { adminEpoch: adminEpoch + 1 });
}

/** The document with a raised `epoch`. */
export function bump(document: XmlElement): XmlElement {
  return withVersion(document, { epoch: readVersion(document).epoch + 1 });
}
