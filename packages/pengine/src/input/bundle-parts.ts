import { element, type XmlElement } from "@sanode/cib";
import { type BundleSettings, controlPortOf, type Mount } from "./bundle-settings.js";
import { block, monitorOperation } from "./implicit-elements.js";
import { toXmlName } from "./xml-name.js";

/** One replica before its resources are made. */
export interface ReplicaPlan {
  readonly index: number;
  /** Null for bundles without addresses, and where the range has no further one. */
  readonly address: string | null;
}

/** Everything the implicit resources of a bundle are made from. */
export interface BundlePlan {
  readonly id: string;
  readonly settings: BundleSettings;
  readonly replicas: readonly ReplicaPlan[];
}

/** The clone that runs the bundle's primitive, one instance a replica. */
export function bundledCloneElement(id: string, settings: BundleSettings, primitive: XmlElement): XmlElement {
  const { promotedMax, replicasPerHost } = settings;
  const promotable =
    promotedMax > 0 ? { promotable: "true", "promoted-max": String(promotedMax) } : undefined;
  const meta = block("meta_attributes", `${id}-clone-meta`, {
    ordered: "true",
    "clone-max": String(settings.replicas),
    "clone-node-max": String(replicasPerHost),
    "globally-unique": String(replicasPerHost > 1),
    ...promotable,
  });
  return element("clone", { id: `${id}-${promotedMax > 0 ? "master" : "clone"}` }, [meta, primitive]);
}

/** The resource that runs a replica's container. */
export function containerElement(plan: BundlePlan, replica: ReplicaPlan): XmlElement {
  const { settings } = plan;
  const id = toXmlName(`${plan.id}-${settings.containerType}-${replica.index}`);
  const command = settings.runCommand ?? (settings.primitive === null ? null : "/usr/sbin/pacemaker-remoted");
  const parameters = block("instance_attributes", `${id}-attributes`, {
    ...(settings.image === null ? {} : { image: settings.image }),
    allow_pull: "true",
    force_kill: "false",
    reuse: "false",
    run_opts: runOptions(plan, replica),
    mount_points: mountPoints(plan, replica),
    ...(command === null ? {} : { run_cmd: command }),
    monitor_cmd: "/bin/true",
  });
  const attributes = { id, class: "ocf", provider: "heartbeat", type: settings.containerType };
  return element("primitive", attributes, [parameters, operations(id, monitorOperation(id, "60s"))]);
}

/** The resource that holds a replica's address. */
export function addressElement(plan: BundlePlan, replica: ReplicaPlan): XmlElement {
  const { settings } = plan;
  const id = toXmlName(`${plan.id}-ip-${shownAddress(replica)}`);
  const parameters = block("instance_attributes", `${id}-attributes`, {
    ...(replica.address === null ? {} : { ip: replica.address }),
    ...(settings.hostInterface === null ? {} : { nic: settings.hostInterface }),
    cidr_netmask: settings.netmask ?? "32",
  });
  const attributes = { id, class: "ocf", provider: "heartbeat", type: "IPaddr2" };
  return element("primitive", attributes, [parameters, operations(id, monitorOperation(id, "60s"))]);
}

/** The connection to Pacemaker Remote in a replica's container; without own address it is the host's. */
export function connectionElement(
  plan: BundlePlan,
  replica: ReplicaPlan,
  name: string,
  containerId: string,
): XmlElement {
  const meta = block("meta_attributes", `${name}-meta_attributes`, {
    internal_rsc: "true",
    container: containerId,
  });
  const parameters = block("instance_attributes", `${name}-instance_attributes`, {
    addr: replica.address ?? "#uname",
    port: controlPortOf(plan.settings),
  });
  const attributes = { id: name, class: "ocf", provider: "pacemaker", type: "remote" };
  const monitor = monitorOperation(name, "30s", "30s");
  return element("primitive", attributes, [meta, parameters, operations(name, monitor)]);
}

function operations(id: string, operation: XmlElement): XmlElement {
  return element("operations", { id: toXmlName(`${id}-operations`) }, [operation]);
}

/** The address as it appears in names and host entries. */
function shownAddress(replica: ReplicaPlan): string {
  return replica.address ?? "(null)";
}

/** The options with which a replica's container is run, each preceded by a blank. */
function runOptions(plan: BundlePlan, replica: ReplicaPlan): string {
  const { settings } = plan;
  const options: string[] = [];
  if (settings.containerType === "docker") options.push(" --restart=no");
  if (settings.addressRangeStart !== null) options.push(` -h ${plan.id}-${replica.index}`);
  options.push(" -e PCMK_stderr=1");
  if (settings.network !== null) options.push(` --net=${settings.network}`);
  options.push(` -e PCMK_remote_port=${controlPortOf(settings)}`);
  for (const mount of settings.mounts) {
    const suffix = mount.options === null ? "" : `:${mount.options}`;
    options.push(` -v ${sourceOf(mount, plan, replica)}:${mount.target}${suffix}`);
  }
  for (const port of settings.ports) {
    if (replica.address !== null) options.push(` -p ${replica.address}:${port.source}:${port.target}`);
    else if (settings.network !== "host") options.push(` -p ${port.source}:${port.target}`);
  }
  if (settings.options !== null) options.push(` ${settings.options}`);
  options.push(` ${hostEntries(plan)}`);
  return options.join("");
}

function sourceOf(mount: Mount, plan: BundlePlan, replica: ReplicaPlan): string {
  return mount.perReplica ? `${mount.source}/${plan.id}-${replica.index}` : mount.source;
}

/** Every replica's name and address, for the hosts files in the containers. */
function hostEntries(plan: BundlePlan): string {
  const { settings } = plan;
  if (settings.addressRangeStart === null) return "";
  return plan.replicas
    .map((replica) => {
      const name = `${plan.id}-${replica.index}`;
      const address = shownAddress(replica);
      return settings.addHost ? ` --add-host=${name}:${address}` : ` --hosts-entry=${address}=${name}`;
    })
    .join("");
}

function mountPoints(plan: BundlePlan, replica: ReplicaPlan): string {
  return plan.settings.mounts
    .filter((mount) => mount.perReplica)
    .map((mount) => sourceOf(mount, plan, replica))
    .join(",");
}
