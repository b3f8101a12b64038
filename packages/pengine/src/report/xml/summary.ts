import { element, type XmlElement } from "@sanode/cib";
import { roleText } from "../../model/role.js";
import { fencingTarget, tellsRole } from "../format-summary.js";
import type { FencingSummary, ResourceSummary, TransitionSummary } from "../transition-summary.js";

/** What a transition will do, fencing first. */
export function summaryElement({ fencing, resources }: TransitionSummary): XmlElement {
  return element("actions", {}, [...fencing.map(fencingElement), ...resources.map(actionElement)]);
}

function fencingElement(line: FencingSummary): XmlElement {
  const { operation, reason } = line;
  return element("node_action", { task: `Fence (${operation})`, node: fencingTarget(line), reason });
}

function actionElement(line: ResourceSummary): XmlElement {
  return element("rsc_action", {
    action: line.verb.toLowerCase(),
    resource: line.resource,
    ...placeAttributes(line),
    ...(line.reason !== null && { reason: line.reason }),
    ...(line.blocked && { blocked: "true" }),
  });
}

/** Where from and where to, and the roles if they change or say more than that it runs. */
function placeAttributes(line: ResourceSummary): Readonly<Record<string, string>> {
  const { origin, destination } = line;
  const from = { role: roleText(line.originalRole) };
  const to = { "next-role": roleText(line.nextRole) };
  const showRole = tellsRole(line);
  if (origin === null || destination === null) {
    const node = origin ?? destination ?? "";
    if (!showRole) return { node };
    return origin === null ? { ...from, ...to, dest: node } : { ...from, node };
  }
  const changes = line.originalRole !== line.nextRole;
  if (origin === destination) {
    if (changes) return { ...from, ...to, source: origin };
    return { ...(showRole && from), source: origin };
  }
  if (changes) return { ...from, source: origin, ...to, dest: destination };
  return { source: origin, dest: destination, ...(showRole && from) };
}
