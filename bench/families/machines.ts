import { element, type XmlElement } from "@sanode/cib";
import { block, cluster, location, primitive } from "./document.js";
import { doubling, type Family, type Size, times } from "./family.js";

/** Bundles of three replicas with something in them. */
function bundles({ nodes, count }: Size): XmlElement {
  return cluster({
    nodes,
    resources: times(count, (index) => {
      const id = `web${index}`;
      return element("bundle", { id }, [
        element("podman", { image: "localhost/web:latest", replicas: "3" }),
        element("network", {
          "control-port": "3121",
          "ip-range-start": `10.${index >> 6}.${(index & 63) * 4}.1`,
        }),
        primitive(`${id}-server`),
      ]);
    }),
  });
}

/** As many remote nodes as there are primitives on them. */
function remoteNodes({ nodes, count }: Size): XmlElement {
  return cluster({
    nodes,
    options: { "enable-startup-probes": "false" },
    resources: [
      ...times(count, (index) => connection(`remote${index}`)),
      ...times(count, (index) => primitive(`service${index}`)),
    ],
  });
}

function connection(id: string): XmlElement {
  return element("primitive", { id, class: "ocf", provider: "pacemaker", type: "remote" }, [
    element("operations", {}, [element("op", { id: `${id}-monitor`, name: "monitor", interval: "60s" })]),
  ]);
}

/** Virtual machines that are guest nodes, each with a primitive that prefers it. */
function guestNodes({ nodes, count }: Size): XmlElement {
  return cluster({
    nodes,
    options: { "enable-startup-probes": "false" },
    resources: times(count, (index) => {
      const id = `machine${index}`;
      return primitive(id, [block("meta_attributes", `${id}-meta`, { "remote-node": `guest${index}` })]);
    }).concat(times(count, (index) => primitive(`service${index}`))),
    constraints: times(count, (index) => location(`service${index}`, index % nodes, "10")),
  });
}

export const machineFamilies: readonly Family[] = [
  { name: "bundles", about: "bundles of three replicas", sizes: doubling(8, 8, 1024), make: bundles },
  {
    name: "remote-nodes",
    about: "remote nodes and as many primitives",
    sizes: doubling(8, 16, 4096),
    make: remoteNodes,
  },
  {
    name: "guest-nodes",
    about: "guest nodes and as many primitives",
    sizes: doubling(8, 16, 2048),
    make: guestNodes,
  },
];
