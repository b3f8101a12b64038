import { element, type XmlElement, type XmlNode } from "../../xml/tree.js";
import type { CibView } from "../cib.js";
import { writeRole, writeSubject } from "./acls.js";
import { writeAlert } from "./alerts.js";
import { attributesOf } from "./attributes.js";
import { writeConstraint } from "./constraints.js";
import { writeFencingLevel } from "./fencing.js";
import { writeNode } from "./nodes.js";
import { writePairs } from "./pairs.js";
import { writeResource } from "./resources.js";
import { writeStatus } from "./status.js";
import { writeTag } from "./tags.js";

/**
 * Writes a view as the document that it is a view of: reading the result gives the same view. Comments and the order of
 * unlike things are not part of a view, nor are the ids of attribute names that alerts select; such are made.
 *
 * Nothing is checked. A view that was not read from a valid document may give one that is not: ask `checkCib` or
 * `validateCib`.
 */
export function writeCib(cib: CibView): XmlElement {
  return element(
    "cib",
    attributesOf({
      crm_feature_set: cib.featureSet,
      "validate-with": cib.validateWith,
      admin_epoch: cib.version.adminEpoch,
      epoch: cib.version.epoch,
      num_updates: cib.version.updates,
      "have-quorum": digit(cib.haveQuorum),
      "no-quorum-panic": digit(cib.noQuorumPanic),
      "dc-uuid": cib.designatedController,
      "cib-last-written": cib.lastWritten,
      "update-origin": cib.updateOrigin,
      "update-client": cib.updateClient,
      "update-user": cib.updateUser,
      "remote-tls-port": cib.remoteTlsPort,
      "remote-clear-port": cib.remoteClearPort,
      "execution-date": cib.executionDate,
    }),
    [writeConfiguration(cib), writeStatus(cib.status)],
  );
}

/** A boolean where Pacemaker reads a number: it would not understand `true`. */
function digit(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? "1" : "0";
}

function writeConfiguration(cib: CibView): XmlElement {
  const { subjects, roles } = cib.accessControl;
  return element("configuration", {}, [
    element("crm_config", {}, writePairs("cluster_property_set", cib.options)),
    element("nodes", {}, cib.nodes.map(writeNode)),
    element("resources", {}, cib.resources.map(writeResource)),
    element("constraints", {}, cib.constraints.map(writeConstraint)),
    ...section("fencing-topology", cib.fencingLevels.map(writeFencingLevel)),
    ...section("acls", [...roles.map(writeRole), ...subjects.map(writeSubject)]),
    ...section("tags", cib.tags.map(writeTag)),
    ...section("alerts", cib.alerts.map(writeAlert)),
    ...section("rsc_defaults", writePairs("meta_attributes", cib.resourceDefaults)),
    ...section("op_defaults", writePairs("meta_attributes", cib.operationDefaults)),
  ]);
}

/** A section that a document without it is just as well off without. */
function section(name: string, children: readonly XmlNode[]): readonly XmlElement[] {
  return children.length === 0 ? [] : [element(name, {}, children)];
}
