import { z } from "zod";
import { CibError, type CibProblem } from "../errors/cib.js";
import { firstElement, type XmlElement } from "../xml/tree.js";
import { type AccessControl, readAccessControl } from "./acls.js";
import { type Alert, readAlerts } from "./alerts.js";
import { type Constraint, readConstraints } from "./constraints.js";
import { type FencingLevel, readFencingTopology } from "./fencing.js";
import { type ConfiguredNode, readNode } from "./nodes.js";
import { type Pairs, readPairs } from "./pairs.js";
import { Reader } from "./reader.js";
import { checkReferences } from "./references.js";
import { type Resource, readResources } from "./resources.js";
import { readStatus, type Status } from "./status.js";
import { readTags, type Tag } from "./tags.js";
import { boolean, count, integer, text } from "./values.js";

/** A CIB in terms of what it means: configuration and status, typed. */
export interface CibView {
  readonly version: CibVersion;
  /** The name of the schema that the document claims to follow. */
  readonly validateWith: string;
  readonly featureSet: string | undefined;
  readonly haveQuorum: boolean | undefined;
  readonly noQuorumPanic: boolean | undefined;
  /** The node id of the designated controller. */
  readonly designatedController: string | undefined;
  readonly lastWritten: string | undefined;
  /** Who made the last change: a node, a program and an account. */
  readonly updateOrigin: string | undefined;
  readonly updateClient: string | undefined;
  readonly updateUser: string | undefined;
  /** Ports at which the CIB can be reached from other computers, encrypted and not. */
  readonly remoteTlsPort: number | undefined;
  readonly remoteClearPort: number | undefined;
  /** In simulations: the time to assume, in seconds since 1970. */
  readonly executionDate: number | undefined;
  readonly options: readonly Pairs[];
  readonly nodes: readonly ConfiguredNode[];
  readonly resources: readonly Resource[];
  readonly constraints: readonly Constraint[];
  readonly resourceDefaults: readonly Pairs[];
  readonly operationDefaults: readonly Pairs[];
  readonly fencingLevels: readonly FencingLevel[];
  readonly accessControl: AccessControl;
  readonly tags: readonly Tag[];
  readonly alerts: readonly Alert[];
  readonly status: Status;
}

/** Counts changes; compared in this order. */
export interface CibVersion {
  readonly adminEpoch: number;
  readonly epoch: number;
  readonly updates: number;
}

/** Either the view of a document, or all that is wrong with it. */
export type CibReading =
  | { readonly valid: true; readonly cib: CibView }
  | { readonly valid: false; readonly problems: readonly CibProblem[] };

/**
 * Reads a CIB that follows the newest schema; upgrade older documents first.
 *
 * @throws CibError with everything that is wrong with the document
 */
export function readCib(root: XmlElement): CibView {
  const reading = checkCib(root);
  if (!reading.valid) throw new CibError(reading.problems);
  return reading.cib;
}

/** Reads a CIB as {@link readCib} does, but returns the problems of a document that has some. */
export function checkCib(root: XmlElement): CibReading {
  const reader = new Reader();
  const cib = readRoot(reader, root);
  const problems = reader.problems(root);
  if (cib === undefined || problems.length > 0) return { valid: false, problems };
  return { valid: true, cib };
}

const ROOT = z.strictObject({
  "validate-with": text,
  admin_epoch: count,
  epoch: count,
  num_updates: count,
  crm_feature_set: text.optional(),
  "remote-tls-port": integer.optional(),
  "remote-clear-port": integer.optional(),
  "have-quorum": boolean.optional(),
  "no-quorum-panic": boolean.optional(),
  "dc-uuid": text.optional(),
  "cib-last-written": text.optional(),
  "update-origin": text.optional(),
  "update-client": text.optional(),
  "update-user": text.optional(),
  "execution-date": integer.optional(),
});

function readRoot(reader: Reader, root: XmlElement): CibView | undefined {
  if (root.name !== "cib") {
    reader.report(root, `the document is a <${root.name}>, not a <cib>`, "give a CIB");
    return undefined;
  }
  const values = reader.attributes(root, ROOT);
  const children = reader.children(root, {
    configuration: readConfiguration,
    status: (_, section) => readStatus(section),
  });
  const [configuration] = children.configuration;
  if (firstElement(root, "configuration") === undefined) {
    reader.report(root, "there is no <configuration>", "add one");
  }
  if (values === undefined || configuration === undefined) return undefined;
  return {
    version: { adminEpoch: values.admin_epoch, epoch: values.epoch, updates: values.num_updates },
    validateWith: values["validate-with"],
    featureSet: values.crm_feature_set,
    haveQuorum: values["have-quorum"],
    noQuorumPanic: values["no-quorum-panic"],
    designatedController: values["dc-uuid"],
    lastWritten: values["cib-last-written"],
    updateOrigin: values["update-origin"],
    updateClient: values["update-client"],
    updateUser: values["update-user"],
    remoteTlsPort: values["remote-tls-port"],
    remoteClearPort: values["remote-clear-port"],
    executionDate: values["execution-date"],
    ...configuration,
    status: children.status[0] ?? { nodes: [], tickets: [] },
  };
}

type Configuration = Pick<
  CibView,
  | "options"
  | "nodes"
  | "resources"
  | "constraints"
  | "resourceDefaults"
  | "operationDefaults"
  | "fencingLevels"
  | "accessControl"
  | "tags"
  | "alerts"
>;

const REQUIRED_SECTIONS = ["crm_config", "nodes", "resources", "constraints"];

function readConfiguration(reader: Reader, configuration: XmlElement): Configuration {
  const sections = reader.children(configuration, {
    crm_config: (_, section) => reader.children(section, { cluster_property_set: readPairs }),
    nodes: (_, section) => reader.children(section, { node: readNode }),
    resources: readResources,
    constraints: readConstraints,
    rsc_defaults: (_, section) => reader.children(section, { meta_attributes: readPairs }),
    op_defaults: (_, section) => reader.children(section, { meta_attributes: readPairs }),
    "fencing-topology": readFencingTopology,
    acls: readAccessControl,
    tags: readTags,
    alerts: readAlerts,
  });
  checkSections(reader, configuration);
  checkReferences(reader, configuration);
  return {
    options: sections.crm_config[0]?.cluster_property_set ?? [],
    nodes: sections.nodes[0]?.node ?? [],
    resources: sections.resources[0] ?? [],
    constraints: sections.constraints[0] ?? [],
    resourceDefaults: sections.rsc_defaults[0]?.meta_attributes ?? [],
    operationDefaults: sections.op_defaults[0]?.meta_attributes ?? [],
    fencingLevels: sections["fencing-topology"][0] ?? [],
    accessControl: sections.acls[0] ?? { subjects: [], roles: [] },
    tags: sections.tags[0] ?? [],
    alerts: sections.alerts[0] ?? [],
  };
}

function checkSections(reader: Reader, configuration: XmlElement): void {
  const seen = new Set<string>();
  for (const child of configuration.children) {
    if (child.kind !== "element") continue;
    if (seen.has(child.name)) {
      reader.report(child, `there is a second <${child.name}>`, "move its content into the first");
    }
    seen.add(child.name);
  }
  for (const name of REQUIRED_SECTIONS) {
    if (!seen.has(name)) reader.report(configuration, `there is no <${name}>`, `add <${name}/>`);
  }
}
