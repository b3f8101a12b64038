import { element, elements, type XmlElement } from "@sanode/cib";
import type { Random } from "../differential/random.js";

/** Something that happens to a cluster's document. What is not there cannot be edited: then nothing happens. */
export type Edit = (cib: XmlElement, random: Random) => XmlElement;

/** The document with every element of a name that passes a test replaced; null removes it. */
function replace(
  parent: XmlElement,
  name: string,
  change: (found: XmlElement) => XmlElement | null,
): XmlElement {
  let changed = false;
  const children = elements(parent).flatMap((child) => {
    const next = child.name === name ? change(child) : replace(child, name, change);
    if (next !== child) changed = true;
    return next ?? [];
  });
  return changed ? { ...parent, children } : parent;
}

function all(parent: XmlElement, name: string): XmlElement[] {
  return elements(parent).flatMap((child) => (child.name === name ? [child] : all(child, name)));
}

function editOne(name: string, edit: (found: XmlElement, random: Random) => XmlElement | null): Edit {
  return (cib, random) => {
    const chosen = random.pick(all(cib, name));
    if (chosen === undefined) return cib;
    return replace(cib, name, (other) => (other === chosen ? edit(chosen, random) : other));
  };
}

function withAttributes(edited: XmlElement, attributes: Readonly<Record<string, string>>): XmlElement {
  return element(edited.name, { ...edited.attributes, ...attributes }, edited.children);
}

function withPair(parent: XmlElement, block: string, id: string, name: string, value: string): XmlElement {
  const others = elements(parent);
  const known = others.find((child) => child.name === block && child.attributes["id-ref"] === undefined);
  const pair = element("nvpair", { id, name, value });
  if (known === undefined) {
    const made = element(block, { id: `${id}-block` }, [pair]);
    return { ...parent, children: [made, ...others] };
  }
  const kept = elements(known).filter(({ attributes }) => attributes.name !== name);
  const next = { ...known, children: [...kept, pair] };
  return { ...parent, children: others.map((child) => (child === known ? next : child)) };
}

function freshId(random: Random): string {
  return `edited-${random.integer(0, 2 ** 31)}`;
}

const result = (rc: string, status = "0"): Edit =>
  editOne("lrm_rsc_op", (operation, random) =>
    withAttributes(operation, {
      "rc-code": rc,
      "op-status": status,
      "call-id": String(random.integer(1, 300)),
      "last-rc-change": String(1_700_000_000 - random.integer(0, 1000)),
    }),
  );

const newOperation: Edit = editOne("lrm_resource", (history, random) => {
  const id = history.attributes.id ?? "";
  const task = random.pick(["start", "stop", "monitor", "promote"]);
  const interval = task === "monitor" ? random.pick(["0", "10000"]) : "0";
  const rc = random.pick(["0", "0", "0", "1", "7", "8"]);
  const entry = element("lrm_rsc_op", {
    id: `${id}_${task}_${interval}`,
    operation_key: `${id}_${task}_${interval}`,
    operation: task,
    interval,
    "transition-key": `1:1:0:11111111-1111-1111-1111-111111111111`,
    "call-id": String(random.integer(301, 600)),
    "rc-code": rc,
    "op-status": "0",
    "last-rc-change": "1699999990",
  });
  const kept = elements(history).filter(({ attributes }) => attributes.id !== entry.attributes.id);
  return { ...history, children: [...kept, entry] };
});

const failCount: Edit = (cib, random) => {
  const id = random.pick(all(cib, "lrm_resource"))?.attributes.id;
  if (id === undefined) return cib;
  const name = `${random.pick(["fail-count", "last-failure"])}-${id}#monitor_10000`;
  const value = name.startsWith("fail") ? random.pick(["1", "2", "INFINITY"]) : "1699999000";
  return editOne("transient_attributes", (section) =>
    withPair(section, "instance_attributes", freshId(random), name, value),
  )(cib, random);
};

const moveHistory: Edit = (cib, random) => {
  const chosen = random.pick(all(cib, "lrm_resource"));
  if (chosen === undefined) return cib;
  return editOne("lrm_resources", (list) => {
    const known = elements(list).some(({ attributes }) => attributes.id === chosen.attributes.id);
    return known ? list : { ...list, children: [...elements(list), chosen] };
  })(cib, random);
};

const setting = (block: string, name: string, values: readonly [string, ...string[]]): Edit =>
  editOne("primitive", (primitive, random) =>
    withPair(primitive, block, freshId(random), name, random.pick(values)),
  );

/** What happens to clusters, by name. */
export const edits: Readonly<Record<string, Edit>> = {
  "a success": result("0"),
  "a success again": result("0"),
  "not running": result("7"),
  "a failure": result("1"),
  "a timeout": result("1", "2"),
  "still under way": result("193", "-1"),
  "a new operation": newOperation,
  "another new operation": newOperation,
  "a forgotten operation": editOne("lrm_rsc_op", () => null),
  "a forgotten resource": editOne("lrm_resource", () => null),
  "a resource known to another node": moveHistory,
  "a fail count": failCount,
  "cleared attributes": editOne("transient_attributes", (section) => replace(section, "nvpair", () => null)),
  "a transient attribute": editOne("transient_attributes", (section, random) =>
    withPair(
      section,
      "instance_attributes",
      freshId(random),
      random.pick(["pingd", "site"]),
      random.pick(["1", "a"]),
    ),
  ),
  standby: editOne("node", (node, random) =>
    withPair(node, "instance_attributes", freshId(random), "standby", random.pick(["on", "off"])),
  ),
  "a parameter": setting("instance_attributes", "state", ["/run/a", "/run/b"]),
  "a target role": setting("meta_attributes", "target-role", ["Stopped", "Started"]),
  stickiness: setting("meta_attributes", "resource-stickiness", ["0", "100", "INFINITY"]),
  "a threshold": setting("meta_attributes", "migration-threshold", ["1", "3"]),
  management: setting("meta_attributes", "is-managed", ["false", "true"]),
  priority: setting("meta_attributes", "priority", ["0", "10"]),
  "a new resource": editOne("resources", (section, random) => ({
    ...section,
    children: [
      ...elements(section),
      element("primitive", { id: freshId(random), class: "ocf", provider: "pacemaker", type: "Dummy" }),
    ],
  })),
  "a removed constraint": editOne("rsc_location", () => null),
  counters: (cib, random) => withAttributes(cib, { num_updates: String(random.integer(1, 99)) }),
  "an execution time": editOne("lrm_rsc_op", (operation, random) =>
    withAttributes(operation, { "exec-time": String(random.integer(0, 99)) }),
  ),
};
