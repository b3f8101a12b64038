import { element, type XmlElement } from "@sanode/cib";
import { times } from "./family.js";

/** The moment of all documents, so that measurements don't depend on the day: seconds since 1970. */
const EXECUTION_DATE = "1700000000";

/** The parts of a document. */
export interface Parts {
  readonly nodes: number;
  readonly options?: Readonly<Record<string, string>>;
  readonly resources: readonly XmlElement[];
  readonly constraints?: readonly XmlElement[];
  /** Utilization attributes of every node. */
  readonly capacity?: Readonly<Record<string, string>>;
  /** Node attributes by the node's number. */
  readonly attributes?: (node: number) => Readonly<Record<string, string>>;
}

/** The name, and the id, of a node. */
export function nodeName(index: number): string {
  return `node${String(index + 1).padStart(4, "0")}`;
}

/** A cluster whose nodes are all online and know of no resource. A fencing device is there. */
export function cluster(parts: Parts): XmlElement {
  const { nodes, options = {}, resources, constraints = [], capacity, attributes } = parts;
  const names = times(nodes, nodeName);
  return element(
    "cib",
    {
      "validate-with": "pacemaker-4.0",
      crm_feature_set: "3.19.0",
      epoch: "1",
      num_updates: "0",
      admin_epoch: "0",
      "have-quorum": "1",
      "dc-uuid": nodeName(0),
      "execution-date": EXECUTION_DATE,
    },
    [
      element("configuration", {}, [
        element("crm_config", {}, [
          block("cluster_property_set", "options", { "stonith-enabled": "true", ...options }),
        ]),
        element(
          "nodes",
          {},
          names.map((name, index) =>
            element("node", { id: name, uname: name }, [
              ...(attributes ? [block("instance_attributes", `${name}-attributes`, attributes(index))] : []),
              ...(capacity ? [block("utilization", `${name}-capacity`, capacity)] : []),
            ]),
          ),
        ),
        element("resources", {}, [fencingDevice(), ...resources]),
        element("constraints", {}, constraints),
      ]),
      element(
        "status",
        {},
        names.map((name) => nodeState(name)),
      ),
    ],
  );
}

/** A block of name/value pairs. */
export function block(name: string, id: string, pairs: Readonly<Record<string, string>>): XmlElement {
  return element(
    name,
    { id },
    Object.entries(pairs).map(([key, value]) => element("nvpair", { id: `${id}-${key}`, name: key, value })),
  );
}

/** A primitive with a monitor. */
export function primitive(id: string, parts: readonly XmlElement[] = [], type = "Dummy"): XmlElement {
  const monitor = (suffix: string, more: Readonly<Record<string, string>>): XmlElement =>
    element("op", { id: `${id}-monitor-${suffix}`, name: "monitor", ...more });
  const monitors =
    type === "Stateful"
      ? [monitor("10", { interval: "10s", role: "Promoted" }), monitor("11", { interval: "11s" })]
      : [monitor("10", { interval: "10s" })];
  return element("primitive", { id, class: "ocf", provider: "pacemaker", type }, [
    ...parts,
    element("operations", {}, monitors),
  ]);
}

export function group(id: string, members: readonly XmlElement[]): XmlElement {
  return element("group", { id }, members);
}

export function clone(
  id: string,
  child: XmlElement,
  meta: Readonly<Record<string, string>> = {},
): XmlElement {
  return element("clone", { id }, [block("meta_attributes", `${id}-meta`, meta), child]);
}

/** The dependent is placed with the primary; the score is INFINITY if not given. */
export function colocation(
  dependent: string,
  primary: string,
  more: Readonly<Record<string, string>> = {},
): XmlElement {
  return element("rsc_colocation", {
    id: `place-${dependent}-with-${primary}`,
    rsc: dependent,
    "with-rsc": primary,
    score: "INFINITY",
    ...more,
  });
}

export function order(first: string, then: string, more: Readonly<Record<string, string>> = {}): XmlElement {
  return element("rsc_order", { id: `start-${first}-before-${then}`, first, then, ...more });
}

export function location(resource: string, node: number, score: string): XmlElement {
  return element("rsc_location", {
    id: `place-${resource}-${nodeName(node)}`,
    rsc: resource,
    node: nodeName(node),
    score,
  });
}

function fencingDevice(): XmlElement {
  return element("primitive", { id: "fencing", class: "stonith", type: "fence_dummy" });
}

function nodeState(name: string): XmlElement {
  const state = { in_ccm: "true", crmd: "online", join: "member", expected: "member" };
  return element("node_state", { id: name, uname: name, "crm-debug-origin": "bench", ...state }, [
    element("lrm", { id: name }, [element("lrm_resources")]),
  ]);
}
