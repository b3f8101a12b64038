import {
  type Draft,
  draftElement,
  draftsNamed,
  firstDraft,
  removeChildren,
  renameAttribute,
} from "../draft.js";
import type { Notes } from "../notes.js";
import { renameAttributes } from "./names.js";

const KINDS: ReadonlySet<string> = new Set(["primitive", "group", "clone", "master_slave"]);

/** What is a meta-attribute now: names that stood among the parameters, or were attributes of the resource. */
const META: ReadonlySet<string> = new Set([
  "allow_migrate",
  "failure_timeout",
  "is_managed",
  "migration_threshold",
  "multiple_active",
  "resource_failure_stickiness",
  "resource_stickiness",
  "restart_type",
  "target_role",
]);

/** The same for resources of several, whose parameters were all their own. */
const COLLECTIVE_META: ReadonlySet<string> = new Set([
  ...META,
  "clone_max",
  "clone_node_max",
  "collocated",
  "globally_unique",
  "interleave",
  "master_max",
  "master_node_max",
  "notify",
  "ordered",
  "priority",
]);

/** Attributes of a resource itself that were settings. */
const SETTINGS: ReadonlySet<string> = new Set([...COLLECTIVE_META, "start_prereq"]);

const OPERATION_NAMES: ReadonlyMap<string, string> = new Map([
  ["prereq", "requires"],
  ["on_fail", "on-fail"],
  ["start_delay", "start-delay"],
  ["interval_origin", "interval-origin"],
]);

/** Converts a resource and those in it. */
export function convertResource(resource: Draft, notes: Notes): void {
  if (!KINDS.has(resource.name)) return;
  const { id = "" } = resource.attributes;
  if (resource.name === "master_slave") {
    notes.inform(`Resources: ${id}: renaming master_slave as master`);
    resource.name = "master";
  }
  if (resource.attributes.class === "ocf" && resource.attributes.provider === undefined) {
    notes.inform(`Resources: ${id}: adding the provider heartbeat`);
    resource.attributes.provider = "heartbeat";
  }
  for (const block of draftsNamed(resource, "meta_attributes")) {
    for (const pair of draftsNamed(block, "nvpair")) hyphenate(pair, notes);
  }
  moveSettings(resource, notes);
  moveParameters(resource, notes);
  for (const operation of draftsNamed(firstDraft(resource, "operations") ?? resource, "op")) {
    convertOperation(operation, id, notes);
  }
  for (const child of resource.children) if (child.kind === "draft") convertResource(child, notes);
}

function hyphenate(pair: Draft, notes: Notes): void {
  const { id = "", name = "" } = pair.attributes;
  if (!COLLECTIVE_META.has(name) || !name.includes("_")) return;
  pair.attributes.name = name.replaceAll("_", "-");
  notes.inform(`Resource meta_attributes: ${id}: renaming ${name} as ${pair.attributes.name}`);
}

/** Attributes of the resource itself become meta-attributes. */
function moveSettings(resource: Draft, notes: Notes): void {
  const { id = "" } = resource.attributes;
  for (const name of Object.keys(resource.attributes).filter((each) => SETTINGS.has(each))) {
    const { [name]: value = "" } = resource.attributes;
    delete resource.attributes[name];
    if (name === "start_prereq") {
      notes.warn(`Resources: ${id}: dropping ${name}`);
      continue;
    }
    const meta = name.replaceAll("_", "-");
    notes.inform(`Resources: ${id}: moving ${name} to the meta-attributes as ${meta}`);
    addMeta(resource, draftElement("nvpair", { id: `${id}-meta-${meta}`, name: meta, value }), notes);
  }
}

/** Parameters that were meant for the cluster become meta-attributes. */
function moveParameters(resource: Draft, notes: Notes): void {
  const names = resource.name === "primitive" ? META : COLLECTIVE_META;
  for (const block of draftsNamed(resource, "instance_attributes")) {
    // What a rule guards stays behind it: the block as a whole then has to become one of meta-attributes.
    const guarded = firstDraft(block, "rule") !== undefined;
    removeChildren(block, (pair) => {
      const { id = "", name = "" } = pair.attributes;
      if (pair.name !== "nvpair" || !names.has(name)) return false;
      if (guarded) {
        notes.warn(`Resource instance_attributes: ${id}: leaving ${name}, which a rule guards, to the agent`);
        return false;
      }
      pair.attributes.name = name.replaceAll("_", "-");
      notes.inform(
        `Resource instance_attributes: ${id}: moving ${name} to the meta-attributes as ${pair.attributes.name}`,
      );
      addMeta(resource, pair, notes);
      return true;
    });
  }
  removeChildren(resource, (block) => block.name === "instance_attributes" && block.children.length === 0);
}

function addMeta(resource: Draft, pair: Draft, notes: Notes): void {
  const { id = "" } = resource.attributes;
  const blocks = draftsNamed(resource, "meta_attributes");
  const block = blocks.find((each) => firstDraft(each, "rule") === undefined);
  const known = blocks.flatMap((each) => draftsNamed(each, "nvpair"));
  if (known.some(({ attributes }) => attributes.name === pair.attributes.name)) {
    notes.warn(`Resources: ${id}: dropping a second ${pair.attributes.name}`);
  } else if (block === undefined) {
    resource.children.unshift(draftElement("meta_attributes", { id: `${id}-meta_attributes` }, [pair]));
  } else block.children.push(pair);
}

function convertOperation(operation: Draft, owner: string, notes: Notes): void {
  renameAttributes(operation, OPERATION_NAMES, notes);
  operation.attributes.interval ??= "0";
  const { id = `${owner}-${operation.attributes.name}-${operation.attributes.interval}`, disabled } =
    operation.attributes;
  operation.attributes.id = id;
  if (disabled !== undefined) {
    const enabled = /^(?:true|yes|on|y|1)$/i.test(disabled) ? "false" : "true";
    notes.inform(`op: ${id}: renaming disabled as enabled`);
    renameAttribute(operation, "disabled", "enabled", enabled);
  }
  if (operation.attributes["on-fail"] === "nothing") operation.attributes["on-fail"] = "ignore";
}
