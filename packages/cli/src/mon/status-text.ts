import {
  applyBlocks,
  compileBlocks,
  elementsNamed,
  firstElement,
  fromEpoch,
  type XmlElement,
} from "@sanode/cib";
import {
  type ClusterState,
  configuredInstancesLine,
  formatStatus,
  maintenanceBanner,
  roleText,
  stopAllBanner,
  unpack,
} from "@sanode/pengine";
import { localClock } from "../command/local-clock.js";

export interface StatusTextOptions {
  /** Seconds since 1970. */
  readonly now: number;
  /** Node attributes are shown. */
  readonly attributes: boolean;
  /** Fail counts are shown. */
  readonly failCounts: boolean;
}

/** The state of a cluster in lines, in the manner of crm_mon. */
export function statusLines(
  cib: XmlElement,
  { now, attributes, failCounts }: StatusTextOptions,
): readonly string[] {
  const state = unpack(cib, { now: fromEpoch(now) });
  const [, ...rest] = formatStatus(state, "", {
    attributes,
    failures: true,
    failCounts,
    failureStyle: "friendly",
    formatTime: localClock,
  });
  const sections = rest.map((line) => (/^ {2}\* \S/.test(line) ? line.slice(4) : line.slice(2)));
  const banner = state.options.maintenanceMode ? maintenanceBanner(state) : stopAllBanner(state);
  return ["Cluster Summary:", ...summary(state, now), ...banner, "", ...sections];
}

function summary(state: ClusterState, now: number): readonly string[] {
  const { attributes } = state.cib;
  const quorum = state.quorate ? "with quorum" : "WITHOUT quorum";
  const [stack, version] = ["cluster-infrastructure", "dc-version"].map(
    (name) => option(state, name) ?? "unknown",
  );
  const controller =
    state.dcNode === null ? "NONE" : `${state.dcNode.name} (version ${version}) - partition ${quorum}`;
  const changed = attributes["cib-last-written"] ?? "";
  const by = attributes["update-user"] === undefined ? "" : ` by ${attributes["update-user"]}`;
  const via = attributes["update-client"] === undefined ? "" : ` via ${attributes["update-client"]}`;
  const on = attributes["update-origin"] === undefined ? "" : ` on ${attributes["update-origin"]}`;
  return [
    `  * Stack: ${stack}`,
    `  * Current DC: ${controller}`,
    `  * Last updated: ${localClock(now)}`,
    `  * Last change:  ${changed}${by}${via}${on}`,
    `  * ${count(state.nodes.length, "node")} configured`,
    `  * ${configuredInstancesLine(state)}`,
  ];
}

/** A cluster option that means nothing to the policy engine. */
function option({ cib, blockScope, now }: ClusterState, name: string): string | undefined {
  const configuration = firstElement(cib, "configuration");
  const section = configuration && firstElement(configuration, "crm_config");
  if (section === undefined) return undefined;
  const values = new Map<string, string>();
  applyBlocks(compileBlocks(section, "cluster_property_set", blockScope), { now }, values);
  return values.get(name);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** What programs want to know of a cluster's state. */
export function statusData(cib: XmlElement, now: number): object {
  const state = unpack(cib, { now: fromEpoch(now) });
  const configuration = firstElement(cib, "configuration");
  const constraints = configuration && firstElement(configuration, "constraints");
  return {
    version: `${cib.attributes.admin_epoch ?? 0}.${cib.attributes.epoch ?? 0}.${cib.attributes.num_updates ?? 0}`,
    quorate: state.quorate,
    controller: state.dcNode?.name ?? null,
    maintenance: state.options.maintenanceMode,
    nodes: state.nodes.map(({ id, name, kind, online, unclean, standby, maintenance }) => ({
      id,
      name,
      kind,
      online,
      unclean,
      standby,
      maintenance,
    })),
    resources: state.resources.map(resourceData),
    failures: state.failedOperations
      .filter(({ masked }) => !masked)
      .map(({ element: { attributes }, node }) => ({
        operation: attributes.operation_key ?? null,
        node: node.name,
        exitCode: Number(attributes["rc-code"]),
        reason: attributes["exit-reason"] ?? "",
        time: Number(attributes["last-rc-change"] ?? 0),
      })),
    bans: (constraints === undefined ? [] : elementsNamed(constraints, "rsc_location"))
      .map(({ attributes: { id = "", rsc = "" } }) => ({ id, resource: rsc }))
      .filter(({ id }) => id.startsWith("cli-")),
  };
}

type StateResource = ClusterState["resources"][number];

function resourceData(resource: StateResource): object {
  return {
    id: resource.id,
    kind: resource.kind,
    role: resource.kind === "primitive" ? roleText(resource.currentRole) : null,
    nodes: resource.activeNodes.map(({ name }) => name),
    managed: resource.managed,
    blocked: resource.blocked,
    failed: resource.failed,
    ...(resource.kind !== "primitive" && { children: resource.children.map(resourceData) }),
  };
}
