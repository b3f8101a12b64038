import { type Draft, draftElement, draftsNamed, firstDraft, removeChildren } from "./draft.js";
import type { Notes } from "./notes.js";

/** What becomes of an option. */
type Change =
  | { readonly kind: "rename"; readonly to: string }
  | { readonly kind: "drop" }
  | {
      readonly kind: "move";
      readonly to: "op_defaults" | "rsc_defaults";
      readonly name: string;
      readonly value?: string;
    };

const OLD_INFRASTRUCTURES: ReadonlySet<string> = new Set([
  "heartbeat",
  "openais",
  "classic openais",
  "classic openais (with plugin)",
  "cman",
]);

/** Options that are spelled with hyphens now. */
const UNDERSCORED: ReadonlySet<string> = new Set([
  "cluster_recheck_interval",
  "dc_deadtime",
  "election_timeout",
  "no_quorum_policy",
  "remove_after_stop",
  "shutdown_escalation",
  "startup_fencing",
  "stonith_action",
  "stonith_enabled",
  "stop_orphan_actions",
  "stop_orphan_resources",
  "symmetric_cluster",
]);

function changeOf(name: string, value: string | undefined): Change | undefined {
  if (UNDERSCORED.has(name)) return { kind: "rename", to: name.replaceAll("_", "-") };
  switch (name) {
    case "transition_idle_timeout":
      return { kind: "rename", to: "cluster-delay" };
    case "cluster-infrastructure":
      return value !== undefined && OLD_INFRASTRUCTURES.has(value) ? { kind: "drop" } : undefined;
    case "expected-quorum-votes":
    case "notification-agent":
    case "notification-recipient":
    case "default-migration-threshold":
    case "default_migration_threshold":
      return { kind: "drop" };
    case "default-action-timeout":
    case "default_action_timeout":
      return { kind: "move", to: "op_defaults", name: "timeout" };
    case "default-resource-stickiness":
    case "default_resource_stickiness":
      return { kind: "move", to: "rsc_defaults", name: "resource-stickiness" };
    case "is-managed-default":
    case "is_managed_default":
      return { kind: "move", to: "rsc_defaults", name: "is-managed" };
    case "default-resource-failure-stickiness":
    case "default_resource_failure_stickiness":
      return value === "-INFINITY"
        ? { kind: "move", to: "rsc_defaults", name: "migration-threshold", value: "1" }
        : { kind: "drop" };
    default:
      return undefined;
  }
}

/** Renames, drops and moves cluster options. */
export function convertOptions(configuration: Draft, notes: Notes): void {
  const options = firstDraft(configuration, "crm_config");
  if (options === undefined) return;
  const moved: Record<"op_defaults" | "rsc_defaults", Draft[]> = { op_defaults: [], rsc_defaults: [] };
  for (const set of draftsNamed(options, "cluster_property_set")) {
    // What a rule guards has no place among defaults; it is lost.
    const guarded = firstDraft(set, "rule") !== undefined;
    removeChildren(set, (pair) => {
      const { id = "", name = "", value } = pair.attributes;
      const change = pair.name === "nvpair" ? changeOf(name, value) : undefined;
      if (change === undefined) return false;
      noteChange(notes, id, name, change);
      if (change.kind === "rename") pair.attributes.name = change.to;
      if (change.kind === "move" && !guarded) moved[change.to].push(movedPair(pair, change));
      return change.kind !== "rename";
    });
  }
  removeChildren(
    options,
    (set) => set.name === "cluster_property_set" && draftsNamed(set, "nvpair").length === 0,
  );
  addDefaults(configuration, "op_defaults", "_2TO3_-op-defaults", moved.op_defaults);
  addDefaults(configuration, "rsc_defaults", "_2TO3_-rsc-defaults", moved.rsc_defaults);
}

function movedPair(pair: Draft, change: Change & { kind: "move" }): Draft {
  const moved = draftElement("nvpair", pair.attributes);
  moved.attributes.name = change.name;
  if (change.value !== undefined) moved.attributes.value = change.value;
  return moved;
}

function noteChange(notes: Notes, id: string, name: string, change: Change): void {
  if (change.kind === "drop") notes.inform(`Cluster properties: ${id}: dropping ${name}`);
  else if (change.kind === "rename")
    notes.inform(`Cluster properties: ${id}: renaming ${name} as ${change.to}`);
  else {
    const where = `moving ${name} under ${change.to} as ${change.name} unless already defined there`;
    notes.inform(`Cluster properties: ${id}: ${where}`);
  }
}

/**
 * Adds pairs to the first block without a rule, except names that a block without a rule has. Defaults that have no such block take nothing
 * in; where there are no defaults at all they are made.
 */
function addDefaults(configuration: Draft, element: string, blockId: string, pairs: readonly Draft[]): void {
  if (pairs.length === 0) return;
  const defaults = firstDraft(configuration, element);
  if (defaults === undefined) {
    const block = draftElement("meta_attributes", { id: blockId }, pairs);
    configuration.children.push(draftElement(element, {}, [block]));
    return;
  }
  const blocks = draftsNamed(defaults, "meta_attributes").filter(
    (child) => firstDraft(child, "rule") === undefined,
  );
  const [block] = blocks;
  if (block === undefined) return;
  const present = new Set(
    blocks.flatMap((each) => draftsNamed(each, "nvpair").map((pair) => pair.attributes.name)),
  );
  block.children.push(...pairs.filter(({ attributes: { name } }) => !present.has(name)));
}
