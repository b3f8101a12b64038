import { digestParameters, element, type XmlElement } from "@sanode/cib";
import { attributes, type World, type WorldNode, type WorldPrimitive } from "./world.js";

interface Recorded {
  readonly task: string;
  /** Milliseconds. */
  readonly interval: number;
  readonly code: number;
  readonly expected: number;
  readonly status: number;
  readonly timeout?: string | null;
  readonly extra?: Readonly<Record<string, string>>;
}

const uuid = "6a1c7e6e-1f0e-4c6e-9d4c-1f6f9a1f2b3c";
const done = { status: 0 } as const;

/** What a node remembers of a resource, as a believable sequence of operations. */
export function generateHistory(
  world: World,
  node: WorldNode,
  id: string,
  primitive: WorldPrimitive,
  activeProbability: number,
): XmlElement {
  const { random } = world;
  const sequence = random.chance(activeProbability)
    ? activeSequence(world, node, primitive)
    : inactiveSequence(world);
  const changed = random.chance(0.05);
  const bare = random.chance(0.03);
  const made = sequence.map((recorded, position) =>
    entry(world, node, id, primitive, recorded, position + 1, changed, bare),
  );
  // As in a real history, an entry replaces an older one of the same id.
  const entries = [...new Map(made.map((one) => [one.attributes.id, one])).values()];
  const { class: agentClass, provider, type } = primitive.agent;
  const typed = attributes({
    id,
    class: agentClass,
    provider: provider ?? undefined,
    type: random.chance(0.02) ? `${type}X` : type,
    "shutdown-lock": random.chance(0.03) ? String(world.now - random.pick([100, 7200])) : undefined,
  });
  return element("lrm_resource", typed, random.chance(0.15) ? random.shuffle(entries) : entries);
}

function inactiveSequence(world: World): Recorded[] {
  const { random } = world;
  const probe: Recorded = { task: "monitor", interval: 0, code: 7, expected: 7, ...done };
  if (random.chance(0.1)) return [{ ...probe, code: random.pick([5, 2, 1, 0, 8, 6, 3, 4, 9, 190, 189]) }];
  if (random.chance(0.05)) return [{ ...probe, code: 193, status: -1 }];
  if (random.chance(0.3))
    return [
      probe,
      { task: "start", interval: 0, code: 0, expected: 0, ...done },
      { task: "stop", interval: 0, code: 0, expected: 0, ...done },
    ];
  return [probe];
}

function activeSequence(world: World, node: WorldNode, primitive: WorldPrimitive): Recorded[] {
  const { random } = world;
  const sequence: Recorded[] = [];
  if (random.chance(0.2)) sequence.push({ task: "monitor", interval: 0, code: 0, expected: 7, ...done });
  else sequence.push({ task: "start", interval: 0, code: 0, expected: 0, ...done });
  const promoted = primitive.promotable && random.chance(0.35);
  if (promoted) sequence.push({ task: "promote", interval: 0, code: 0, expected: 0, ...done });
  for (const { interval, timeout, role } of primitive.recurring) {
    const applies = promoted ? role === "Promoted" : role !== "Promoted" && role !== "Stopped";
    const expected = promoted ? 8 : 0;
    if (applies && random.chance(0.9))
      sequence.push({ task: "monitor", interval, code: expected, expected, ...done, timeout });
  }
  if (primitive.promotable && random.chance(0.04)) {
    sequence.push({ task: "demote", interval: 0, code: 0, expected: 0, ...done });
  }
  if (random.chance(0.12)) sequence.push(mishap(world, node, primitive));
  if (random.chance(0.03)) sequence.push(mishap(world, node, primitive));
  return sequence;
}

/** Something that went wrong, is still under way, or moved. */
function mishap(world: World, node: WorldNode, primitive: WorldPrimitive): Recorded {
  const { random } = world;
  const interval = primitive.recurring[0]?.interval ?? 10_000;
  const other =
    random.pick(world.nodes.filter((candidate) => candidate.kind === "member"))?.name ?? node.name;
  return random.pick([
    { task: "monitor", interval, code: random.pick(monitorCodes(primitive)), expected: 0, ...done },
    { task: "monitor", interval, code: 1, expected: 0, status: 2 },
    { task: "monitor", interval, code: 1, expected: 0, status: random.pick([4, 3, 5, 6, 7, 8, 9]) },
    { task: "monitor", interval, code: 193, expected: 0, status: -1 },
    { task: "promote", interval: 0, code: random.pick([1, 9, 7]), expected: 0, ...done },
    { task: "promote", interval: 0, code: 193, expected: 0, status: -1 },
    { task: "start", interval: 0, code: random.pick([2, 3, 4, 5, 6]), expected: 0, ...done },
    { task: "reload-agent", interval: 0, code: random.pick([0, 1]), expected: 0, ...done },
    { task: "notify", interval: 0, code: 0, expected: 0, ...done },
    {
      task: "migrate_to",
      interval: 0,
      code: 193,
      expected: 0,
      status: -1,
      extra: { migrate_source: node.name, migrate_target: other },
    },
    {
      task: "migrate_from",
      interval: 0,
      code: 193,
      expected: 0,
      status: -1,
      extra: { migrate_source: other, migrate_target: node.name },
    },
    { task: "start", interval: 0, code: 1, expected: 0, ...done },
    { task: "stop", interval: 0, code: 1, expected: 0, ...done },
    { task: "stop", interval: 0, code: 193, expected: 0, status: -1 },
    { task: "start", interval: 0, code: 193, expected: 0, status: -1 },
    { task: "demote", interval: 0, code: random.pick([0, 1]), expected: 0, ...done },
    {
      task: "migrate_to",
      interval: 0,
      code: random.pick([0, 1]),
      expected: 0,
      ...done,
      extra: { migrate_source: node.name, migrate_target: other },
    },
    {
      task: "migrate_from",
      interval: 0,
      code: random.pick([0, 1]),
      expected: 0,
      ...done,
      extra: { migrate_source: other, migrate_target: node.name },
    },
  ]);
}

/** A container does not know roles. */
function monitorCodes({ agent }: WorldPrimitive): readonly [number, ...number[]] {
  return agent.type === "docker" || agent.type === "podman" ? [1, 7, 5] : [1, 7, 9, 5];
}

function entry(
  world: World,
  node: WorldNode,
  id: string,
  primitive: WorldPrimitive,
  recorded: Recorded,
  callId: number,
  changed: boolean,
  bare: boolean,
): XmlElement {
  const { random } = world;
  const { task, interval, code, expected, status } = recorded;
  const failed = status !== -1 && (code !== expected || status !== 0);
  const key = `${callId}:${random.integer(1, 9)}:${expected}:${uuid}`;
  const name = failed ? "last_failure_0" : interval > 0 ? `${task}_${interval}` : "last_0";
  const digests = bare ? {} : digestsOf(primitive, recorded, changed);
  return element(
    "lrm_rsc_op",
    attributes({
      id: name === "last_0" && callId > 1 ? `${id}_${task}_0` : `${id}_${name}`,
      operation_key: `${id}_${task}_${interval}`,
      operation: task,
      crm_feature_set: "3.19.0",
      "transition-key": key,
      "transition-magic": `${status}:${code};${key}`,
      on_node: node.name,
      "call-id": status === -1 ? "-1" : String(callId),
      "rc-code": String(code),
      "op-status": String(status),
      interval: String(interval),
      "last-rc-change": String(world.now - 1000 + callId * random.pick([1, 1, 50])),
      "exit-reason": failed && random.chance(0.3) ? "it broke" : undefined,
      "exec-time": random.chance(0.3) ? "12" : undefined,
      "queue-time": random.chance(0.3) ? "0" : undefined,
      ...recorded.extra,
      ...digests,
    }),
  );
}

function digestsOf(primitive: WorldPrimitive, recorded: Recorded, changed: boolean): Record<string, string> {
  const parameters: [string, string][] = [...primitive.parameters];
  if (changed) parameters.push(["changed", "yes"]);
  const all: [string, string][] = [...parameters];
  if (recorded.interval > 0) {
    all.push(["CRM_meta_timeout", String(Number.parseInt(recorded.timeout ?? "20", 10) * 1000)]);
  }
  const digests: Record<string, string> = { "op-digest": digestParameters(all) };
  if (recorded.interval === 0 && recorded.task !== "stop" && changed) {
    digests["op-force-restart"] = " state ";
    digests["op-restart-digest"] = digestParameters(parameters.filter(([name]) => name === "state"));
  }
  return digests;
}
