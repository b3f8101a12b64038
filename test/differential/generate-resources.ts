import { element, type XmlElement } from "@sanode/cib";
import { ruledBlock } from "./generate-rules.js";
import {
  attributes,
  block,
  freshId,
  present,
  type World,
  type WorldPrimitive,
  type WorldResource,
} from "./world.js";

type Pairs = [string, string][];

/** Resources of every kind, fence devices first. */
export function generateResources(world: World): XmlElement[] {
  const { random } = world;
  const elements: XmlElement[] = [];
  if (world.fencing && random.chance(0.85)) elements.push(fenceDevice(world));
  const count = random.integer(1, 6 * world.density);
  for (let number = 0; number < count; number += 1) elements.push(generateResource(world));
  if (random.chance(0.12)) elements.push(remoteConnection(world));
  return elements;
}

function generateResource(world: World): XmlElement {
  const kind = world.random.pick([
    "primitive",
    "primitive",
    "primitive",
    "group",
    "group",
    "clone",
    "clone",
    "clone",
    "bundle",
  ] as const);
  switch (kind) {
    case "primitive":
      return plainPrimitive(world);
    case "group":
      return group(world);
    case "clone":
      return clone(world);
    case "bundle":
      return bundle(world);
  }
}

function remember(world: World, resource: WorldResource): void {
  world.resources.push(resource);
}

function fenceDevice(world: World): XmlElement {
  const options = { class: "stonith", provider: null, type: "fence_dummy" };
  const made = primitive(world, "fencing", options, { promotable: false, launches: false });
  remember(world, { id: made.world.id, kind: "primitive", members: [made.world], clone: null });
  return made.element;
}

function plainPrimitive(world: World): XmlElement {
  const made = primitive(world, "rsc", agent(world, false), { promotable: false, launches: true });
  remember(world, { id: made.world.id, kind: "primitive", members: [made.world], clone: null });
  return made.element;
}

function remoteConnection(world: World): XmlElement {
  const { random } = world;
  const made = primitive(
    world,
    "remote",
    { class: "ocf", provider: "pacemaker", type: "remote" },
    { promotable: false, launches: false },
  );
  remember(world, { id: made.world.id, kind: "primitive", members: [made.world], clone: null });
  world.nodes.push({ id: made.world.id, name: made.world.id, kind: "remote" });
  if (random.chance(0.3)) {
    const extra = block(world, "instance_attributes", `${made.world.id}-reconnect`, [
      ["reconnect_interval", "60s"],
    ]);
    if (extra !== null) {
      const children = made.element.children.filter(
        (child) => child.kind !== "element" || child.name !== "instance_attributes",
      );
      return { ...made.element, children: [...children, extra] };
    }
  }
  return made.element;
}

function agent(world: World, promotable: boolean): WorldPrimitive["agent"] {
  const { random } = world;
  if (promotable) return { class: "ocf", provider: "pacemaker", type: "Stateful" };
  return random.pick([
    { class: "ocf", provider: "pacemaker", type: "Dummy" },
    { class: "ocf", provider: "heartbeat", type: "IPaddr2" },
    { class: "ocf", provider: "pacemaker", type: "Dummy" },
    { class: "systemd", provider: null, type: "httpd" },
    { class: "lsb", provider: null, type: "postfix" },
  ]);
}

interface PrimitiveOptions {
  readonly promotable: boolean;
  /** May create a guest node. */
  readonly launches: boolean;
}

function primitive(
  world: World,
  prefix: string,
  which: WorldPrimitive["agent"],
  options: PrimitiveOptions,
): { element: XmlElement; world: WorldPrimitive } {
  const { random } = world;
  const id = freshId(world, `${prefix}${random.pick(["", "-a", "1", "2", "10"])}`);
  const parameters = new Map<string, string>(
    random.some(
      [
        ["state", "/run/x"],
        ["op_sleep", "0"],
        ["ip", "10.0.0.1"],
      ] as const,
      0.3,
    ),
  );
  const operations = generateOperations(world, id, options.promotable);
  const meta = generateMeta(world);
  if (options.launches && random.chance(0.06)) {
    const guest = freshId(world, `guest-${id}`);
    meta.push(["remote-node", guest]);
    if (random.chance(0.2)) meta.push(["remote-allow-migrate", "false"]);
    if (random.chance(0.2)) meta.push(["remote-addr", "10.1.1.1"], ["remote-port", "3333"]);
    if (random.chance(0.1)) meta.push(["remote-connect-timeout", "77s"]);
    world.nodes.push({ id: guest, name: guest, kind: "guest" });
    world.implied.push({ primitive: connection(guest), owner: id });
  }
  const children = present([
    block(world, "instance_attributes", id, parameters),
    block(world, "meta_attributes", id, meta),
    random.chance(0.05) ? ruledBlock(world, "meta_attributes", id, [ruledMeta(world)]) : null,
    random.chance(0.04) ? ruledBlock(world, "instance_attributes", id, [["state", "/run/y"]]) : null,
    random.chance(0.3) ? block(world, "utilization", id, requirements(world)) : null,
    operations.element,
  ]);
  const { class: agentClass, provider, type } = which;
  return {
    element: element(
      "primitive",
      attributes({ id, class: agentClass, provider: provider ?? undefined, type }),
      children,
    ),
    world: { id, agent: which, parameters, recurring: operations.recurring, promotable: options.promotable },
  };
}

function connection(id: string): WorldPrimitive {
  const remote = { class: "ocf", provider: "pacemaker", type: "remote" };
  return { id, agent: remote, parameters: new Map(), recurring: [], promotable: false };
}

function generateOperations(
  world: World,
  id: string,
  promotable: boolean,
): { element: XmlElement | null; recurring: WorldPrimitive["recurring"] } {
  const { random } = world;
  const elements: XmlElement[] = [];
  const recurring: { interval: number; timeout: string | null; role: string | null }[] = [];
  const add = (
    name: string,
    interval: number,
    extra: Readonly<Record<string, string | undefined>> = {},
  ): void => {
    const opId = freshId(world, `${id}-${name}-${interval}`);
    elements.push(
      element(
        "op",
        attributes({ id: opId, name, interval: interval === 0 ? "0" : `${interval / 1000}s`, ...extra }),
      ),
    );
  };
  const monitor = (interval: number, role: string | null): void => {
    const timeout = random.chance(0.3) ? "30s" : null;
    const onFail = random.chance(0.3)
      ? random.pick(["ignore", "block", "stop", "restart", "standby", "fence", "demote", "restart-container"])
      : undefined;
    const enabled = random.chance(0.05) ? "false" : undefined;
    add("monitor", interval, {
      timeout: timeout ?? undefined,
      role: role ?? undefined,
      "on-fail": onFail,
      enabled,
    });
    recurring.push({ interval, timeout, role });
  };
  if (random.chance(0.7)) {
    if (promotable && random.chance(0.7)) {
      monitor(10_000, "Promoted");
      monitor(11_000, random.pick(["Unpromoted", null]));
    } else monitor(random.pick([10_000, 20_000, 60_000]), null);
  }
  if (random.chance(0.06)) monitor(33_000, "Stopped");
  if (random.chance(0.04)) monitor(47_000, null);
  if (random.chance(0.04)) add("monitor", 0, { timeout: "55s" });
  if (random.chance(0.2))
    add("start", 0, { timeout: "60s", "on-fail": random.pick([undefined, "block", "stop", "restart"]) });
  if (random.chance(0.2))
    add("stop", 0, { timeout: "90s", "on-fail": random.pick([undefined, "block", "ignore", "fence"]) });
  if (promotable && random.chance(0.25)) {
    add("promote", 0, {
      timeout: "66s",
      "on-fail": random.pick([undefined, "demote", "block", "fence", "stop"]),
    });
  }
  if (promotable && random.chance(0.25)) {
    add("demote", 0, {
      timeout: "67s",
      "on-fail": random.pick([undefined, "block", "fence", "stop", "ignore"]),
    });
  }
  if (promotable && random.chance(0.1)) add("notify", 0, { timeout: "68s" });
  if (random.chance(0.06))
    add("migrate_to", 0, { timeout: "69s", "on-fail": random.pick([undefined, "block"]) });
  if (random.chance(0.03)) add("reload-agent", 0, { timeout: "70s" });
  const detailed = elements.map((operation) => withDetails(world, operation));
  return { element: element("operations", {}, detailed), recurring };
}

/** Some operations have attributes in blocks, or less common ones of their own. */
function withDetails(world: World, operation: XmlElement): XmlElement {
  const { random } = world;
  const id = operation.attributes.id ?? "";
  const children = present([
    random.chance(0.04) ? block(world, "meta_attributes", id, [["timeout", "81s"]]) : null,
    random.chance(0.03) ? ruledBlock(world, "meta_attributes", id, [["timeout", "82s"]]) : null,
    random.chance(0.03) ? block(world, "instance_attributes", id, [["OCF_CHECK_LEVEL", "10"]]) : null,
  ]);
  const delayed = operation.attributes.interval !== "0" && random.chance(0.03);
  const extra = attributes({
    "start-delay": delayed ? "5s" : undefined,
    "record-pending": random.chance(0.02) ? "false" : undefined,
    "interval-origin":
      !delayed && operation.attributes.interval !== "0" && random.chance(0.02)
        ? "2023-11-14 22:00:00Z"
        : undefined,
  });
  return { ...operation, attributes: { ...operation.attributes, ...extra }, children };
}

function ruledMeta(world: World): [string, string] {
  return world.random.pick([
    ["resource-stickiness", "200"],
    ["target-role", "Stopped"],
    ["is-managed", "false"],
    ["migration-threshold", "2"],
    ["priority", "7"],
  ]);
}

function requirements(world: World): Pairs {
  const { random } = world;
  const pairs: Pairs = [["cpu", String(random.integer(1, 4))]];
  if (random.chance(0.3)) pairs.push(["memory", random.pick(["256", "1024", "2048"])]);
  return pairs;
}

function generateMeta(world: World): Pairs {
  const { random } = world;
  const pairs: Pairs = [];
  const maybe = (probability: number, name: string, values: readonly [string, ...string[]]): void => {
    if (random.chance(probability)) pairs.push([name, random.pick(values)]);
  };
  maybe(0.12, "target-role", ["Stopped", "Started", "Unpromoted", "Promoted"]);
  maybe(0.07, "is-managed", ["false", "true"]);
  maybe(0.04, "maintenance", ["true"]);
  maybe(0.25, "resource-stickiness", ["1", "50", "100", "INFINITY"]);
  maybe(0.15, "priority", ["5", "10", "-3"]);
  maybe(0.15, "migration-threshold", ["1", "3", "0"]);
  maybe(0.1, "failure-timeout", ["60s", "1h"]);
  maybe(0.12, "allow-migrate", ["true"]);
  maybe(0.1, "multiple-active", ["block", "stop_only", "stop_start", "stop_unexpected"]);
  maybe(0.12, "requires", ["nothing", "quorum", "fencing"]);
  maybe(0.05, "critical", ["false"]);
  maybe(0.05, "allow-unhealthy-nodes", ["true"]);
  maybe(0.03, "container-attribute-target", ["host"]);
  return pairs;
}

function group(world: World): XmlElement {
  const id = freshId(world, "grp");
  const made = groupElement(world, id, { promotable: false, launches: true });
  remember(world, { id, kind: "group", members: made.members, clone: null });
  return made.element;
}

function groupElement(
  world: World,
  id: string,
  options: PrimitiveOptions,
): { element: XmlElement; members: WorldPrimitive[] } {
  const { random } = world;
  const members = Array.from({ length: random.integer(1, 3) }, () =>
    primitive(world, "m", agent(world, options.promotable), options),
  );
  const meta: Pairs = [];
  if (random.chance(0.08)) meta.push(["ordered", "false"]);
  if (random.chance(0.08)) meta.push(["collocated", "false"]);
  if (random.chance(0.2)) meta.push(...generateMeta(world));
  return {
    element: element("group", { id }, [
      ...present([block(world, "meta_attributes", id, meta)]),
      ...members.map((member) => member.element),
    ]),
    members: members.map((member) => member.world),
  };
}

function clone(world: World): XmlElement {
  const { random } = world;
  const id = freshId(world, "cl");
  const promotable = random.chance(0.4);
  const unique = random.chance(0.2);
  const meta: Pairs = [];
  const maybe = (probability: number, name: string, values: readonly [string, ...string[]]): void => {
    if (random.chance(probability)) meta.push([name, random.pick(values)]);
  };
  if (promotable) meta.push(["promotable", "true"]);
  if (unique) meta.push(["globally-unique", "true"]);
  const max = random.chance(0.4) ? random.integer(1, 4) : null;
  if (max !== null) meta.push(["clone-max", String(max)]);
  if (unique) maybe(0.6, "clone-node-max", ["1", "2", "3"]);
  maybe(0.4, "interleave", ["true"]);
  maybe(0.15, "ordered", ["true"]);
  maybe(0.25, "notify", ["true"]);
  maybe(0.08, "clone-min", ["1", "2", "3"]);
  maybe(0.04, "clone-max", ["0", "12"]);
  if (promotable) maybe(0.25, "promoted-max", ["0", "1", "2", "3"]);
  if (promotable) maybe(0.1, "promoted-node-max", ["2"]);
  if (random.chance(0.3))
    meta.push(...generateMeta(world).filter(([name]) => name !== "priority" || random.chance(0.5)));
  const inner = random.chance(0.3)
    ? groupElement(world, freshId(world, `${id}-grp`), { promotable, launches: false })
    : single(primitive(world, "p", agent(world, promotable), { promotable, launches: false }));
  const deduplicated = [...new Map(meta)];
  remember(world, { id, kind: "clone", members: inner.members, clone: { unique, promotable, max } });
  return element("clone", { id }, [
    ...present([block(world, "meta_attributes", id, deduplicated)]),
    inner.element,
  ]);
}

function single(made: { element: XmlElement; world: WorldPrimitive }): {
  element: XmlElement;
  members: WorldPrimitive[];
} {
  return { element: made.element, members: [made.world] };
}

function bundle(world: World): XmlElement {
  const { random } = world;
  // Not a name that a replica of another bundle could have.
  const id = freshId(world, `bundle${"-x".repeat(world.resources.length)}`);
  const replicas = random.integer(1, 3);
  const promoted = random.chance(0.4);
  const withChild = random.chance(0.8);
  const technology = random.pick(["docker", "podman"] as const);
  const hasAddress = random.chance(0.6);
  const container = element(
    technology,
    attributes({
      image: "pcmk:http",
      replicas: random.chance(0.9) ? String(replicas) : undefined,
      "promoted-max": promoted ? random.pick(["1", "1", "2"]) : undefined,
      "replicas-per-host": random.chance(0.15) ? "2" : undefined,
      network: random.chance(0.1) ? "host" : undefined,
      "run-command": random.chance(0.1) ? "/usr/sbin/start" : undefined,
      options: random.chance(0.15) ? "--log-driver=journald" : undefined,
    }),
  );
  const children: XmlElement[] = [
    container,
    network(world, id, hasAddress, withChild),
    ...storage(world, id),
  ];
  const members: WorldPrimitive[] = [];
  const count =
    container.attributes.replicas === undefined
      ? Number(container.attributes["promoted-max"] ?? 1)
      : replicas;
  if (withChild) {
    const made = primitive(world, "b", agent(world, promoted), { promotable: promoted, launches: false });
    members.push(made.world);
    children.push(made.element);
  }
  for (let replica = 0; replica < count; replica += 1) {
    const owner = `${id}/${replica}`;
    if (withChild) {
      world.nodes.push({ id: `${id}-${replica}`, name: `${id}-${replica}`, kind: "bundle" });
      world.implied.push({ primitive: connection(`${id}-${replica}`), owner });
    }
    const heartbeat = (name: string, type: string): void => {
      const agent = { class: "ocf", provider: "heartbeat", type };
      const recurring = [{ interval: 60_000, timeout: null, role: null }];
      const part = { id: name, agent, parameters: new Map(), recurring, promotable: false };
      world.implied.push({ primitive: part, owner });
    };
    heartbeat(`${id}-${technology}-${replica}`, technology);
    if (hasAddress) heartbeat(`${id}-ip-192.168.122.${131 + replica}`, "IPaddr2");
  }
  const meta = random.chance(0.3) ? generateMeta(world).filter(([name]) => name !== "allow-migrate") : [];
  remember(world, {
    id,
    kind: "bundle",
    members,
    clone: { unique: false, promotable: promoted, max: replicas },
  });
  return element("bundle", { id }, [
    ...present([block(world, "meta_attributes", id, new Map(meta))]),
    ...children,
  ]);
}

function network(world: World, id: string, hasAddress: boolean, withChild: boolean): XmlElement {
  const { random } = world;
  const ports = random
    .some(["80", "443"] as const, 0.2)
    .map((port) => element("port-mapping", attributes({ id: freshId(world, `${id}-port`), port })));
  return element(
    "network",
    attributes({
      "ip-range-start": hasAddress ? "192.168.122.131" : undefined,
      "control-port": withChild && random.chance(0.7) ? "3121" : undefined,
      "host-interface": hasAddress && random.chance(0.2) ? "eth0" : undefined,
      "host-netmask": hasAddress && random.chance(0.2) ? "24" : undefined,
      "add-host": random.chance(0.1) ? "false" : undefined,
    }),
    ports,
  );
}

function storage(world: World, id: string): XmlElement[] {
  const { random } = world;
  if (!random.chance(0.3)) return [];
  const mapping = freshId(world, `${id}-mapping`);
  const source = random.chance(0.5) ? { "source-dir": "/srv/www" } : { "source-dir-root": "/srv/root" };
  const made = element(
    "storage-mapping",
    attributes({
      id: mapping,
      ...source,
      "target-dir": "/var/www",
      options: random.chance(0.5) ? "rw" : undefined,
    }),
  );
  return [element("storage", {}, [made])];
}
