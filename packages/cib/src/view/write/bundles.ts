import { element, type XmlElement } from "../../xml/tree.js";
import type { Bundle, BundleNetwork, Container, PortMapping, StorageMapping } from "../bundles.js";
import { attributesOf } from "./attributes.js";
import { writeSettings } from "./pairs.js";
import { writePrimitive } from "./resources.js";

/** Writes a `bundle`. */
export function writeBundle(bundle: Bundle): XmlElement {
  const { id, description, container, network, storage, primitive } = bundle;
  return element("bundle", attributesOf({ id, description }), [
    ...writeSettings(bundle),
    writeContainer(container),
    ...(network === undefined ? [] : [writeNetwork(network)]),
    ...(storage.length === 0 ? [] : [element("storage", {}, storage.map(writeStorageMapping))]),
    ...(primitive === undefined ? [] : [writePrimitive(primitive)]),
  ]);
}

function writeContainer(container: Container): XmlElement {
  return element(
    container.kind,
    attributesOf({
      image: container.image,
      replicas: container.replicas,
      "replicas-per-host": container.replicasPerHost,
      "promoted-max": container.promotedMax,
      "run-command": container.runCommand,
      network: container.network,
      options: container.options,
    }),
  );
}

function writeNetwork(network: BundleNetwork): XmlElement {
  return element(
    "network",
    attributesOf({
      "ip-range-start": network.ipRangeStart,
      "control-port": network.controlPort,
      "host-interface": network.hostInterface,
      "host-netmask": network.hostNetmask,
      "add-host": network.addHost,
    }),
    network.portMappings.map(writePortMapping),
  );
}

function writePortMapping(mapping: PortMapping): XmlElement {
  const { id } = mapping;
  if (mapping.kind === "range") return element("port-mapping", { id, range: mapping.range });
  return element(
    "port-mapping",
    attributesOf({ id, port: mapping.port, "internal-port": mapping.internalPort }),
  );
}

function writeStorageMapping({ id, source, targetDirectory, options }: StorageMapping): XmlElement {
  const sourceName = source.kind === "shared" ? "source-dir" : "source-dir-root";
  return element(
    "storage-mapping",
    attributesOf({ id, [sourceName]: source.directory, "target-dir": targetDirectory, options }),
  );
}
