import {
  element,
  elementsNamed,
  firstElement,
  parseBoolean,
  parseInteger,
  parseMinimumInteger,
  type XmlElement,
} from "@sanode/cib";
import { reportError, type WarningSink } from "./warnings.js";

/** A port of the container made reachable on the host's (or the replica's) address. */
export interface PortMapping {
  readonly source: string;
  readonly target: string;
}

/** A directory of the host made visible in the container. */
export interface Mount {
  /** Everything below `source` has one subdirectory a replica. */
  readonly perReplica: boolean;
  readonly source: string;
  readonly target: string;
  readonly options: string | null;
}

/** The configuration of a bundle, defaults filled in. */
export interface BundleSettings {
  readonly containerType: "docker" | "podman";
  readonly image: string | null;
  readonly replicas: number;
  readonly replicasPerHost: number;
  /** Judged by the configured replicas per host, even if that is reduced to one. */
  readonly unique: boolean;
  readonly promotedMax: number;
  readonly runCommand: string | null;
  readonly network: string | null;
  readonly options: string | null;
  readonly addressRangeStart: string | null;
  readonly netmask: string | null;
  readonly hostInterface: string | null;
  readonly controlPort: string | null;
  readonly addHost: boolean;
  readonly ports: readonly PortMapping[];
  readonly mounts: readonly Mount[];
  /** What runs in the containers, as configured. */
  readonly primitive: XmlElement | null;
}

/**
 * Reads a bundle's configuration; undefined if it cannot be used.
 * Source: "Bundles - Containerized Resources" in Pacemaker Explained.
 */
export function readBundleSettings(sink: WarningSink, bundle: XmlElement): BundleSettings | undefined {
  const container = firstElement(bundle, "docker") ?? firstElement(bundle, "podman");
  if (container === undefined) {
    reportError(sink, bundle, "invalid-bundle", "bundle without known container technology");
    return undefined;
  }
  const network = (firstElement(bundle, "network") ?? noNetwork).attributes;
  const primitive = firstElement(bundle, "primitive") ?? null;
  const addressRangeStart = network["ip-range-start"] ?? null;
  const controlPort = network["control-port"] ?? null;
  if (primitive !== null && addressRangeStart === null && controlPort === null) {
    const message = "a bundle with a primitive needs ip-range-start or control-port";
    reportError(sink, bundle, "invalid-bundle", message);
    return undefined;
  }
  const settings: BundleSettings = {
    containerType: container.name === "docker" ? "docker" : "podman",
    image: container.attributes.image ?? null,
    ...readCounts(sink, bundle, container, primitive !== null && addressRangeStart === null),
    runCommand: container.attributes["run-command"] ?? null,
    network: container.attributes.network ?? null,
    options: container.attributes.options ?? null,
    addressRangeStart,
    netmask: network["host-netmask"] ?? null,
    hostInterface: network["host-interface"] ?? null,
    controlPort,
    addHost: parseBoolean(network["add-host"]) ?? true,
    ports: readPorts(sink, bundle),
    mounts: readMounts(sink, bundle),
    primitive,
  };
  return primitive === null ? settings : withControlChannel(settings);
}

const noNetwork = element("network");

/** @param onePerHost what runs inside is reached through the host's control port, so there can only be one a host */
function readCounts(
  sink: WarningSink,
  bundle: XmlElement,
  container: XmlElement,
  onePerHost: boolean,
): Pick<BundleSettings, "replicas" | "replicasPerHost" | "unique" | "promotedMax"> {
  const { attributes } = container;
  const promotedMax = parseMinimumInteger(attributes["promoted-max"], 0);
  const replicas =
    attributes.replicas === undefined
      ? Math.max(promotedMax, 1)
      : parseMinimumInteger(attributes.replicas, 1);
  const replicasPerHost = parseMinimumInteger(attributes["replicas-per-host"], 1);
  if (onePerHost && replicasPerHost > 1) {
    const message = "several replicas a host need ip-range-start when control-port is set; one is used";
    reportError(sink, bundle, "control-port-needs-single-replica", message);
  }
  return {
    replicas,
    replicasPerHost: onePerHost ? 1 : replicasPerHost,
    unique: replicasPerHost > 1,
    promotedMax,
  };
}

function readPorts(sink: WarningSink, bundle: XmlElement): PortMapping[] {
  const network = firstElement(bundle, "network");
  const ports: PortMapping[] = [];
  for (const mapping of network === undefined ? [] : elementsNamed(network, "port-mapping")) {
    const { port, range, "internal-port": internal } = mapping.attributes;
    const source = port ?? range ?? "";
    const target = port === undefined ? source : (internal ?? source);
    if (source === "")
      reportError(sink, mapping, "invalid-port-mapping", "port mapping without port is ignored");
    else ports.push({ source, target });
  }
  return ports;
}

function readMounts(sink: WarningSink, bundle: XmlElement): Mount[] {
  const storage = firstElement(bundle, "storage");
  const mounts: Mount[] = [];
  for (const mapping of storage === undefined ? [] : elementsNamed(storage, "storage-mapping")) {
    const {
      "source-dir": plain,
      "source-dir-root": root,
      "target-dir": target,
      options,
    } = mapping.attributes;
    const source = plain ?? root;
    if (source === undefined || target === undefined) {
      reportError(
        sink,
        mapping,
        "invalid-storage-mapping",
        "storage mapping lacks a directory and is ignored",
      );
    } else {
      mounts.push({ perReplica: plain === undefined, source, target, options: options ?? null });
    }
  }
  return mounts;
}

const authenticationKey = "/etc/pacemaker/authkey";
const defaultControlPort = "3121";

/** What Pacemaker Remote inside the containers needs: its key, a place for logs, its port. */
function withControlChannel(settings: BundleSettings): BundleSettings {
  const { mounts, ports } = settings;
  const key: Mount = {
    perReplica: false,
    source: authenticationKey,
    target: authenticationKey,
    options: null,
  };
  const logs: Mount = {
    perReplica: true,
    source: "/var/log/pacemaker/bundles",
    target: "/var/log",
    options: null,
  };
  const logsMounted = mounts.some((mount) => mount.target === logs.target);
  const port = controlPortOf(settings);
  return {
    ...settings,
    mounts: [...mounts, key, ...(logsMounted ? [] : [logs])],
    ports: [...ports, { source: port, target: port }],
  };
}

/** The port on which Pacemaker Remote listens in the containers. */
export function controlPortOf(settings: BundleSettings): string {
  return settings.controlPort ?? defaultControlPort;
}

/**
 * The address of each replica: the first has the configured one, each next the one after. One without address
 * (null) follows the last that fits; the replica after it starts again.
 */
export function replicaAddresses(rangeStart: string, replicas: number): (string | null)[] {
  const addresses: (string | null)[] = [];
  let address: string | null = null;
  for (let index = 0; index < replicas; index += 1) {
    address = address === null ? rangeStart : addressAfter(address);
    addresses.push(address);
  }
  return addresses;
}

function addressAfter(address: string): string | null {
  const parts = /^\s*([-+]?\d+)\.\s*([-+]?\d+)\.\s*([-+]?\d+)\.\s*([-+]?\d+)/.exec(address)?.slice(1);
  const [first, second, third, fourth] = (parts ?? []).map((part) => parseInteger(part) ?? 0);
  if (third === undefined || fourth === undefined || third > 253) return null;
  return fourth > 253 ? `${first}.${second}.${third + 1}.1` : `${first}.${second}.${third}.${fourth + 1}`;
}
