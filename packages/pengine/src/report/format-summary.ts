import { Role, roleText } from "../model/role.js";
import type { FencingSummary, ResourceSummary, TransitionSummary } from "./transition-summary.js";

/** The items of the list "Transition Summary", fencing first; column widths follow from all lines. */
export function formatSummary(summary: TransitionSummary): string[] {
  const widths = columnWidths(summary.resources);
  return [
    ...summary.fencing.map(formatFencing),
    ...summary.resources.map((line) => formatResource(line, widths)),
  ];
}

function formatFencing(line: FencingSummary): string {
  return `Fence (${line.operation}) ${fencingTarget(line)} '${line.reason}'`;
}

/** The node, with the resource that launches it if it is a guest. */
export function fencingTarget({ node, launcher }: FencingSummary): string {
  return launcher === null ? node : `${node} (resource: ${launcher})`;
}

interface Widths {
  readonly id: number;
  readonly details: number;
}

/** A longer id widens its column by two more, so the order of the lines shows in the width. */
function columnWidths(lines: readonly ResourceSummary[]): Widths {
  let id = 5;
  let details = 5;
  for (const line of lines) {
    if (line.resource.length > id) id = line.resource.length + 2;
    details = Math.max(details, detailsOf(line).length);
  }
  return { id, details };
}

function formatResource(line: ResourceSummary, widths: Widths): string {
  const id = line.resource.padEnd(widths.id);
  const details = detailsOf(line).padStart(widths.details);
  const reason = reasonOf(line);
  return `${line.verb.padEnd(8)}   ${id}   ( ${details} )${reason === "" ? "" : `  ${reason}`}`;
}

function reasonOf({ reason, blocked }: ResourceSummary): string {
  if (reason === null) return blocked ? "blocked" : "";
  return `due to ${reason}${blocked ? " (blocked)" : ""}`;
}

/** Where from and where to, and the roles where one of them is a promotable clone's. */
function detailsOf(line: ResourceSummary): string {
  const { origin, destination, originalRole, nextRole } = line;
  const showRole = tellsRole(line);
  const from = roleText(originalRole);
  const to = roleText(nextRole);
  if (origin === null) return showRole ? `${from} -> ${to} ${destination ?? ""}` : (destination ?? "");
  if (destination === null) return showRole ? `${from} ${origin}` : origin;
  if (origin === destination) {
    if (originalRole !== nextRole) return `${from} -> ${to} ${origin}`;
    return showRole ? `${from} ${origin}` : origin;
  }
  if (originalRole === nextRole) return `${origin} -> ${destination}${showRole ? ` ${from}` : ""}`;
  return `${from} ${origin} -> ${to} ${destination}`;
}

/** Whether roles say more than that the resource runs: where one of them is a promotable clone's. */
export function tellsRole({ originalRole, nextRole }: ResourceSummary): boolean {
  return originalRole === Role.Unpromoted || originalRole === Role.Promoted || nextRole === Role.Promoted;
}
