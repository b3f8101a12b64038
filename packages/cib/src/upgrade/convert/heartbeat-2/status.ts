import { type Draft, forEachDraft } from "../draft.js";
import { renameAttributes } from "./names.js";

/** Attributes of recorded operations that are spelled with hyphens now; others still are not. */
const NAMES: ReadonlyMap<string, string> = new Map(
  [
    "call_id",
    "rc_code",
    "op_status",
    "transition_key",
    "transition_magic",
    "last_run",
    "last_rc_change",
    "exec_time",
    "queue_time",
    "op_digest",
    "op_restart_digest",
    "op_force_restart",
    "crm_debug_origin",
  ].map((name) => [name, name.replaceAll("_", "-")]),
);

/** Converts what the cluster has written; nobody needs to be told. */
export function convertStatus(status: Draft): void {
  forEachDraft(status, (inside) => {
    if (inside.name === "node_state" || inside.name === "lrm_rsc_op") renameAttributes(inside, NAMES);
  });
}
