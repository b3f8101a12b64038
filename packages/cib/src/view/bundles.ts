import { z } from "zod";
import type { XmlElement } from "../xml/tree.js";
import { type Pairs, readPairs } from "./pairs.js";
import { type Primitive, readPrimitive } from "./primitives.js";
import type { Reader } from "./reader.js";
import { boolean, count, text } from "./values.js";

/** Containers that are replicated, and the resource inside them if there is one. */
export interface Bundle {
  readonly kind: "bundle";
  readonly id: string;
  readonly description: string | undefined;
  readonly container: Container;
  readonly network: BundleNetwork | undefined;
  readonly storage: readonly StorageMapping[];
  readonly primitive: Primitive | undefined;
  readonly attributes: readonly Pairs[];
  readonly meta: readonly Pairs[];
}

/** How the containers of a bundle are made. */
export interface Container {
  readonly kind: "docker" | "podman";
  readonly image: string;
  readonly replicas: number | undefined;
  readonly replicasPerHost: number | undefined;
  readonly promotedMax: number | undefined;
  readonly runCommand: string | undefined;
  /** The container engine's network. */
  readonly network: string | undefined;
  /** Further options of the container engine. */
  readonly options: string | undefined;
}

export interface BundleNetwork {
  /** The first replica's address; the others get the following ones. */
  readonly ipRangeStart: string | undefined;
  readonly controlPort: number | undefined;
  readonly hostInterface: string | undefined;
  readonly hostNetmask: number | undefined;
  readonly addHost: boolean | undefined;
  readonly portMappings: readonly PortMapping[];
}

/** A port or a range of ports that the containers offer at their addresses. */
export type PortMapping =
  | {
      readonly kind: "port";
      readonly id: string;
      readonly port: number;
      readonly internalPort: number | undefined;
    }
  | { readonly kind: "range"; readonly id: string; readonly range: string };

/** A directory of the host that the containers see. */
export interface StorageMapping {
  readonly id: string;
  /** One directory for all replicas, or a parent that has one for each. */
  readonly source: { readonly kind: "shared" | "per-replica"; readonly directory: string };
  readonly targetDirectory: string;
  readonly options: string | undefined;
}

const BUNDLE = z.strictObject({ id: text, description: text.optional() });
const CONTAINER = z.strictObject({
  image: text,
  replicas: count.optional(),
  "replicas-per-host": count.optional(),
  "promoted-max": count.optional(),
  "run-command": text.optional(),
  network: text.optional(),
  options: text.optional(),
});

/** Reads a `bundle`. */
export function readBundle(reader: Reader, bundle: XmlElement): Bundle | undefined {
  const values = reader.attributes(bundle, BUNDLE);
  const children = reader.children(bundle, {
    docker: readContainer,
    podman: readContainer,
    network: readNetwork,
    storage: readStorage,
    primitive: readPrimitive,
    instance_attributes: readPairs,
    meta_attributes: readPairs,
  });
  const engines = bundle.children.filter(
    (child) => child.kind === "element" && (child.name === "docker" || child.name === "podman"),
  );
  if (engines.length !== 1) {
    reader.report(bundle, "a bundle has exactly one <docker> or <podman>", "add or remove as needed");
  }
  const container = children.docker[0] ?? children.podman[0];
  if (values === undefined || container === undefined) return undefined;
  return {
    kind: "bundle",
    id: values.id,
    description: values.description,
    container,
    network: children.network[0],
    storage: children.storage.flat(),
    primitive: children.primitive[0],
    attributes: children.instance_attributes,
    meta: children.meta_attributes,
  };
}

function readContainer(reader: Reader, container: XmlElement): Container | undefined {
  reader.empty(container);
  const values = reader.attributes(container, CONTAINER);
  return (
    values && {
      kind: container.name === "docker" ? "docker" : "podman",
      image: values.image,
      replicas: values.replicas,
      replicasPerHost: values["replicas-per-host"],
      promotedMax: values["promoted-max"],
      runCommand: values["run-command"],
      network: values.network,
      options: values.options,
    }
  );
}

const NETWORK = z.strictObject({
  "ip-range-start": text.optional(),
  "control-port": count.optional(),
  "host-interface": text.optional(),
  "host-netmask": count.optional(),
  "add-host": boolean.optional(),
});

function readNetwork(reader: Reader, network: XmlElement): BundleNetwork | undefined {
  const values = reader.attributes(network, NETWORK);
  const children = reader.children(network, { "port-mapping": readPortMapping });
  return (
    values && {
      ipRangeStart: values["ip-range-start"],
      controlPort: values["control-port"],
      hostInterface: values["host-interface"],
      hostNetmask: values["host-netmask"],
      addHost: values["add-host"],
      portMappings: children["port-mapping"],
    }
  );
}

const PORT = z.strictObject({ id: text, port: count, "internal-port": count.optional() });
const RANGE = z.strictObject({
  id: text,
  range: z.string().regex(/^[0-9-]+$/, { error: "a range of ports such as 8080-8089" }),
});

function readPortMapping(reader: Reader, mapping: XmlElement): PortMapping | undefined {
  reader.empty(mapping);
  if (mapping.attributes.range !== undefined) {
    const values = reader.attributes(mapping, RANGE);
    return values && { kind: "range", ...values };
  }
  const values = reader.attributes(mapping, PORT);
  return values && { kind: "port", id: values.id, port: values.port, internalPort: values["internal-port"] };
}

function readStorage(reader: Reader, storage: XmlElement): readonly StorageMapping[] {
  return reader.children(storage, { "storage-mapping": readStorageMapping })["storage-mapping"];
}

const MAPPING = { id: text, "target-dir": text, options: text.optional() };
const SHARED = z.strictObject({ ...MAPPING, "source-dir": text });
const PER_REPLICA = z.strictObject({ ...MAPPING, "source-dir-root": text });

function readStorageMapping(reader: Reader, mapping: XmlElement): StorageMapping | undefined {
  reader.empty(mapping);
  if (mapping.attributes["source-dir-root"] !== undefined) {
    const values = reader.attributes(mapping, PER_REPLICA);
    return values && storageMapping(values, "per-replica", values["source-dir-root"]);
  }
  const values = reader.attributes(mapping, SHARED);
  return values && storageMapping(values, "shared", values["source-dir"]);
}

function storageMapping(
  values: { readonly id: string; readonly "target-dir": string; readonly options?: string | undefined },
  kind: StorageMapping["source"]["kind"],
  directory: string,
): StorageMapping {
  return {
    id: values.id,
    source: { kind, directory },
    targetDirectory: values["target-dir"],
    options: values.options,
  };
}
