import type { Bundle, BundleNetwork, StorageMapping } from "../view/bundles.js";
import type { Ids } from "./ids.js";
import type { ResourceMeta } from "./meta-attributes.js";
import type { Definition, PrimitiveDefinition } from "./primitives.js";
import { type CollectiveSettings, identifyCollective } from "./resources.js";

/** How a bundle's containers are made, what they are offered, and what runs in them. */
export interface BundleSettings<Member extends string, TemplateId extends string>
  extends CollectiveSettings<ResourceMeta> {
  readonly engine: "podman" | "docker";
  readonly image: string;
  readonly replicas?: number;
  readonly replicasPerHost?: number;
  /** How many replicas may be promoted; makes the resource in them promotable. */
  readonly promotedMax?: number;
  readonly runCommand?: string;
  /** Further options of the container engine. */
  readonly options?: string;
  /** The container engine's network. */
  readonly containerNetwork?: string;
  readonly network?: {
    readonly ipRangeStart?: string;
    readonly controlPort?: number;
    readonly hostInterface?: string;
    readonly hostNetmask?: number;
    readonly addHost?: boolean;
    /** Ports that the containers offer: a number, one port for another, or a range such as `8080-8089`. */
    readonly ports?: readonly (
      | number
      | { readonly port: number; readonly internalPort: number }
      | `${number}-${number}`
    )[];
  };
  readonly storage?: readonly {
    /** A directory of the host; with `perReplica` a parent of one directory for each replica. */
    readonly source: string;
    readonly perReplica?: boolean;
    readonly target: string;
    readonly options?: string;
  }[];
  /** What runs in the containers; nothing that the cluster manages if it is not given. */
  readonly resource?: PrimitiveDefinition<Member, TemplateId>;
}

/** Containers that are replicated, and the resource inside them if there is one. */
export function bundle<
  const Id extends string,
  Member extends string = never,
  TemplateId extends string = never,
>(id: Id, settings: BundleSettings<Member, TemplateId>): Definition<Id | Member, TemplateId, Bundle> {
  return { make: (ids) => identifyBundle(ids, id, settings) };
}

function identifyBundle(ids: Ids, id: string, settings: BundleSettings<string, string>): Bundle {
  const { network, storage = [] } = settings;
  return {
    kind: "bundle",
    ...identifyCollective(ids, id, settings),
    container: {
      kind: settings.engine,
      image: settings.image,
      replicas: settings.replicas,
      replicasPerHost: settings.replicasPerHost,
      promotedMax: settings.promotedMax,
      runCommand: settings.runCommand,
      network: settings.containerNetwork,
      options: settings.options,
    },
    network: network && identifyNetwork(ids, id, network),
    storage: storage.map(
      ({ source, perReplica = false, target, options }): StorageMapping => ({
        id: ids.make(`${id}-storage-map`),
        source: { kind: perReplica ? "per-replica" : "shared", directory: source },
        targetDirectory: target,
        options,
      }),
    ),
    primitive: settings.resource?.make(ids),
  };
}

function identifyNetwork(
  ids: Ids,
  owner: string,
  network: NonNullable<BundleSettings<string, string>["network"]>,
): BundleNetwork {
  const { ipRangeStart, controlPort, hostInterface, hostNetmask, addHost, ports = [] } = network;
  return {
    ipRangeStart,
    controlPort,
    hostInterface,
    hostNetmask,
    addHost,
    portMappings: ports.map((port) => {
      const id = ids.make(`${owner}-port-map`);
      if (typeof port === "string") return { kind: "range", id, range: port };
      if (typeof port === "number") return { kind: "port", id, port, internalPort: undefined };
      return { kind: "port", id, ...port };
    }),
  };
}
