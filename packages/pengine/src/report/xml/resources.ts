import { element, type XmlElement } from "@sanode/cib";
import { isDisabled } from "../../input/target-role.js";
import type { Bundle, Clone, Group, Primitive, Resource } from "../../model/resource.js";
import { somePrimitive } from "../../model/resource-tree.js";
import { Role, roleText } from "../../model/role.js";
import { configuredTargetRole } from "../clone-list.js";
import {
  agentText,
  countsAsActive,
  displayedRole,
  isMonitoring,
  pendingWord,
  printableId,
} from "../primitive-line.js";
import { listedResources } from "../resource-list.js";
import type { StatusContext } from "../status-context.js";

/** The resources that a status shows, and the internal ones, each with what is in it; null if there are none. */
export function resourcesElement(context: StatusContext): XmlElement | null {
  const resources = listedResources(context.state).map((resource) => resourceElement(context, resource));
  return resources.length === 0 ? null : element("resources", {}, resources);
}

function resourceElement(context: StatusContext, resource: Resource): XmlElement {
  switch (resource.kind) {
    case "primitive":
      return primitiveElement(context, resource);
    case "group":
      return groupElement(context, resource);
    case "clone":
      return cloneElement(context, resource);
    case "bundle":
      return bundleElement(context, resource);
  }
}

function primitiveElement(context: StatusContext, primitive: Primitive): XmlElement {
  const targetRole = primitive.meta.get("target-role");
  const role = displayedRole(primitive);
  return element(
    "resource",
    {
      id: printableId(primitive),
      resource_agent: agentText(primitive),
      role: pendingWord(context, primitive) ?? (role === Role.Unknown ? "Stopped" : roleText(role)),
      ...(targetRole !== undefined && { target_role: targetRole }),
      active: String(somePrimitive(primitive, countsAsActive)),
      orphaned: String(primitive.removed),
      removed: String(primitive.removed),
      blocked: String(primitive.blocked),
      ...management(primitive),
      failed: String(primitive.failed),
      failure_ignored: String(primitive.failureIgnored),
      nodes_running_on: String(primitive.activeNodes.length),
      ...(isMonitoring(context, primitive) && { pending: "Monitoring" }),
      ...(primitive.shutdownLock !== null && { locked_to: primitive.shutdownLock.node.name }),
    },
    primitive.activeNodes.map(({ name, id, online }) =>
      element("node", { name, id, cached: String(online) }),
    ),
  );
}

function groupElement(context: StatusContext, group: Group): XmlElement {
  return element(
    "group",
    {
      id: group.id,
      number_resources: String(group.children.length),
      ...management(group),
      disabled: String(isDisabled(group)),
    },
    group.children.map((member) => primitiveElement(context, member)),
  );
}

function cloneElement(context: StatusContext, clone: Clone): XmlElement {
  const targetRole = configuredTargetRole(clone);
  return element(
    "clone",
    {
      id: clone.id,
      multi_state: String(clone.promotable),
      unique: String(clone.globallyUnique),
      ...management(clone),
      disabled: String(isDisabled(clone)),
      failed: String(clone.failed),
      failure_ignored: String(clone.failureIgnored),
      ...(targetRole !== undefined && { target_role: targetRole }),
    },
    clone.children.map((instance) => resourceElement(context, instance)),
  );
}

function bundleElement(context: StatusContext, bundle: Bundle): XmlElement {
  return element(
    "bundle",
    {
      id: bundle.id,
      type: bundle.containerType,
      image: bundle.image,
      unique: String(bundle.unique),
      ...management(bundle),
      failed: String(bundle.failed),
    },
    bundle.replicas.map(({ index, ip, child, container, connection }) =>
      element(
        "replica",
        { id: String(index) },
        [ip, child, container, connection].flatMap((part) =>
          part === null ? [] : [primitiveElement(context, part)],
        ),
      ),
    ),
  );
}

function management({ maintenance, managed }: Resource): { maintenance: string; managed: string } {
  return { maintenance: String(maintenance), managed: String(managed) };
}
