import { accessControl } from "./acls.js";
import { alerts } from "./alerts.js";
import { constraints } from "./constraints.js";
import { fencingTopology } from "./fencing.js";
import { atMostOne, type ElementType, exactlyOne, optional, required } from "./grammar.js";
import { nodes } from "./nodes.js";
import { clusterOptions, operationDefaults, resourceDefaults } from "./options.js";
import { resources } from "./resources.js";
import { tags } from "./tags.js";

const configuration: ElementType = {
  children: [
    exactlyOne("crm_config", clusterOptions),
    exactlyOne("nodes", nodes),
    exactlyOne("resources", resources),
    exactlyOne("constraints", constraints),
    atMostOne("rsc_defaults", resourceDefaults),
    atMostOne("op_defaults", operationDefaults),
    atMostOne("fencing-topology", fencingTopology, { since: "1.2" }),
    atMostOne("acls", accessControl, { since: "1.2" }),
    atMostOne("tags", tags, { since: "1.3" }),
    atMostOne("alerts", alerts, { since: "2.5" }),
  ],
};

/** The whole document: what a `cib` element must be in each version of the schema. */
export const cib: ElementType = {
  section: "document",
  attributes: {
    "validate-with": required("schema"),
    admin_epoch: required("natural"),
    epoch: required("natural"),
    num_updates: required("natural"),
    crm_feature_set: optional("text"),
    "remote-tls-port": optional("natural"),
    "remote-clear-port": optional("natural"),
    "have-quorum": optional("boolean"),
    "no-quorum-panic": optional("boolean"),
    "dc-uuid": optional("text"),
    "cib-last-written": optional("text"),
    "update-origin": optional("text", { since: "1.2" }),
    "update-client": optional("text", { since: "1.2" }),
    "update-user": optional("text", { since: "1.2" }),
    "execution-date": optional("text", { since: "1.2" }),
  },
  children: [exactlyOne("configuration", configuration), atMostOne("status", { open: true })],
  order: ["configuration", "status"],
};
