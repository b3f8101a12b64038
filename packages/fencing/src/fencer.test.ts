import { ExecutionStatus } from "@sanode/ra";
import { describe, expect, test } from "vitest";
import {
  configuration,
  type DeviceText,
  FencingWorld,
  type LevelText,
} from "../test-support/fencing-world.js";
import { describeFailure } from "./agent/describe-failure.js";
import type { FenceRequest } from "./request.js";

const pass: DeviceText = { pcmk_host_list: "node1 node2 node3" };
const fail: DeviceText = { ...pass, mode: "fail" };
const automatic: DeviceText = { pcmk_host_list: "n1 node3", type: "fence_dummy_automatic" };

interface Case {
  readonly devices: Readonly<Record<string, DeviceText>>;
  readonly levels?: readonly LevelText[];
  readonly request: Partial<FenceRequest> & { readonly target: string };
  /** What `stonith_admin` would end with. */
  readonly status: number;
  readonly total?: number;
  /** What agents are asked to do, device by device; repeated attempts counted once. */
  readonly runs?: readonly string[];
}

// What Pacemaker's own regression tests of its fencing service expect, under their names.
const CASES: Readonly<Record<string, Case>> = {
  fence_multi_device_failure: {
    devices: { a: fail, b: fail, c: fail },
    request: { target: "node3", timeout: 2 },
    status: 124,
    total: 7,
    // In the order in which Pacemaker's tables are walked.
    runs: ["off b", "off a", "off c"],
  },
  fence_device_failure_rollover: {
    devices: { a: fail, b: pass, c: fail },
    request: { target: "node3", timeout: 5 },
    status: 0,
    total: 18,
  },
  fence_missing_agent: {
    devices: { a: { pcmk_host_list: "node3", type: "fence_missing" } },
    request: { target: "node3" },
    status: 105,
  },
  topology_simple: {
    devices: { a: pass },
    levels: [["node3", 1, "a"]],
    request: { target: "node3", timeout: 5 },
    status: 0,
    total: 6,
  },
  topology_device_fails: {
    devices: { a: fail, b: pass },
    levels: [
      ["node3", 1, "a"],
      ["node3", 2, "b"],
    ],
    request: { target: "node3", timeout: 20 },
    status: 0,
    total: 48,
    runs: ["off a", "off b"],
  },
  topology_multi_level_fails: {
    devices: { f1: fail, p1: pass, p2: pass, f2: fail, p3: pass, p4: pass },
    levels: [
      ["node3", 1, "f1,p1"],
      ["node3", 2, "p2,f2"],
      ["node3", 3, "p3,p4"],
    ],
    request: { target: "node3", timeout: 3 },
    status: 0,
    total: 21,
    runs: ["off f1", "off p2", "off f2", "off p3", "off p4"],
  },
  topology_missing_devices: {
    devices: { p2: pass, f2: fail, p3: pass, p4: pass },
    levels: [
      ["node3", 1, "no1,no2"],
      ["node3", 2, "p2,f2"],
      ["node3", 3, "p3,p4"],
    ],
    request: { target: "node3", timeout: 3 },
    status: 0,
    runs: ["off p2", "off f2", "off p3", "off p4"],
  },
  no_reboot_support: {
    devices: { a: { ...pass, type: "fence_dummy_no_reboot" } },
    request: { target: "node3", action: "reboot" },
    status: 0,
    runs: ["off a"],
  },
  with_reboot_support: {
    devices: { a: pass },
    request: { target: "node3", action: "reboot" },
    status: 0,
    runs: ["reboot a"],
  },
  topology_delays: {
    devices: {
      a: { ...pass, pcmk_delay_base: "1" },
      b: { ...fail, pcmk_delay_base: "1" },
      c: { ...pass, pcmk_delay_base: "1", pcmk_delay_max: "2" },
      d: { ...pass, pcmk_delay_base: "2", pcmk_delay_max: "1" },
      e: pass,
    },
    levels: [
      ["node3", 1, "a,b"],
      ["node3", 2, "c,d,e"],
    ],
    request: { target: "node3", timeout: 120, delay: 1 },
    status: 0,
    total: 727,
    runs: ["off a", "off b", "off c", "off d", "off e"],
  },
  custom_timeout_1: {
    devices: { a: fail, b: { ...pass, pcmk_off_timeout: "1" }, c: { ...pass, pcmk_off_timeout: "4" } },
    request: { target: "node3", timeout: 5 },
    status: 0,
    total: 12,
  },
  custom_timeout_2: {
    devices: { a: fail, b: { ...pass, pcmk_off_timeout: "1" }, c: { ...pass, pcmk_off_timeout: "4000" } },
    levels: [
      ["node3", 1, "a"],
      ["node3", 2, "b"],
      ["node3", 3, "c"],
    ],
    request: { target: "node3", timeout: 5 },
    status: 0,
    total: 4807,
  },
  unfence_required_1: {
    devices: { a: automatic, b: automatic },
    request: { target: "n1", action: "on", allowSelfFencing: true },
    status: 0,
    runs: ["on b", "on a"],
  },
  unfence_required_2: {
    devices: { a: automatic, b: { ...automatic, mode: "fail" } },
    request: { target: "n1", action: "on", allowSelfFencing: true },
    status: 1,
  },
  unfence_required_3: {
    devices: { a: automatic, b: automatic },
    levels: [
      ["n1", 1, "a"],
      ["n1", 2, "b"],
    ],
    request: { target: "n1", action: "on", allowSelfFencing: true },
    status: 0,
    runs: ["on a", "on b"],
  },
  unfence_required_4: {
    devices: {
      t1: automatic,
      t2: automatic,
      t3: automatic,
      t4: automatic,
      f1: { ...fail, pcmk_host_list: "n1" },
    },
    levels: [
      ["n1", 1, "t1,f1"],
      ["n1", 2, "t4"],
    ],
    request: { target: "n1", action: "on", allowSelfFencing: true },
    status: 0,
    runs: ["on t1", "on f1", "on t4", "on t2", "on t3"],
  },
  unfence_on_target_1: {
    devices: { a: { pcmk_host_list: "n1" } },
    request: { target: "n1", action: "on", allowSelfFencing: true },
    status: 0,
    runs: ["on a"],
  },
  unfence_on_target_2: { devices: { a: pass }, request: { target: "node3", action: "on" }, status: 105 },
  unfence_on_target_4: {
    devices: { a: pass },
    levels: [["node3", 1, "a"]],
    request: { target: "node3", action: "on" },
    status: 105,
  },
  remap_simple: {
    devices: {
      a: { ...pass, pcmk_off_timeout: "1", pcmk_reboot_timeout: "10" },
      b: { ...pass, pcmk_off_timeout: "2", pcmk_reboot_timeout: "20" },
    },
    levels: [["node3", 1, "a,b"]],
    request: { target: "node3", action: "reboot" },
    status: 0,
    total: 3,
    runs: ["off a", "off b"],
  },
  remap_simple_off: {
    devices: { a: { ...pass, pcmk_reboot_action: "off" }, b: { ...pass, type: "fence_dummy_no_on" } },
    levels: [["node3", 1, "a,b"]],
    request: { target: "node3", action: "reboot" },
    status: 0,
    runs: ["off a", "off b"],
  },
  remap_automatic: {
    devices: { a: automatic, b: automatic },
    levels: [["node3", 1, "a,b"]],
    request: { target: "node3", action: "reboot" },
    status: 0,
    runs: ["off a", "off b"],
  },
  remap_complex_1: {
    devices: {
      a: fail,
      b: { ...pass, type: "fence_dummy_on" },
      c: { ...pass, type: "fence_dummy_on" },
    },
    levels: [
      ["node3", 1, "a"],
      ["node3", 2, "b,c"],
    ],
    request: { target: "node3", action: "reboot" },
    status: 0,
    runs: ["reboot a", "off b", "off c", "on b", "on c"],
  },
  remap_complex_2: {
    devices: { a: fail, b: pass, c: fail, d: pass, e: pass },
    levels: [
      ["node3", 1, "a"],
      ["node3", 2, "b,c,d"],
      ["node3", 3, "e"],
    ],
    request: { target: "node3", action: "reboot" },
    status: 0,
    runs: ["reboot a", "off b", "off c", "reboot e"],
  },
};

describe("one node", () => {
  test.each(Object.entries(CASES))("%s", async (_name, { devices, levels, request, status, total, runs }) => {
    const world = new FencingWorld(["n1"]);
    await world.configure(configuration(devices, levels));
    const { result, succeeded } = await world.fence("n1", request);
    expect([describeFailure(result).exitStatus, succeeded]).toEqual([status, status === 0]);
    if (total !== undefined) expect(world.totals).toEqual([total]);
    if (runs === undefined) return;
    const done = world.runs.map((run) => run.replace("n1: ", ""));
    expect(done.filter((run, at) => run !== done[at - 1])).toEqual(runs);
  });
});

describe("a cluster", () => {
  const cluster = async (
    devices: Readonly<Record<string, DeviceText>>,
    levels: readonly LevelText[] = [],
    constraints = "",
  ): Promise<FencingWorld> => {
    const world = new FencingWorld(["n1", "n2", "n3"]);
    await world.configure(configuration(devices, levels, { constraints }));
    return world;
  };

  const not = (device: string, node: string): string =>
    `<rsc_location id="${device}-${node}" rsc="${device}" node="${node}" score="-INFINITY"/>`;

  test("the first level fails on one node, the second succeeds on another", async () => {
    const world = await cluster(
      { d1: { ...fail, pcmk_off_retries: "1" }, d2: pass, d3: pass },
      [
        ["node1", 1, "d1,d2"],
        ["node1", 4, "d3"],
      ],
      [not("d1", "n1"), not("d2", "n1"), not("d2", "n2"), not("d3", "n2"), not("d3", "n3")].join(""),
    );
    const { succeeded, delegate } = await world.fence("n1", { target: "node1", timeout: 5 });
    expect([succeeded, delegate]).toEqual([true, "n1"]);
    expect(world.totals).toEqual([18]);
    expect(world.runs).toEqual(["n3: off d1", "n1: off d3"]);
  });

  test("nobody is asked to fence itself; another node sees to it", async () => {
    const world = await cluster({ d: { pcmk_host_list: "n1" } });
    const { succeeded, delegate } = await world.fence("n1", { target: "n1", action: "reboot" });
    expect(succeeded).toBe(true);
    expect(delegate).not.toBe("n1");
    const [record] = world.fencer("n1").history;
    expect(record).toMatchObject({ originator: "n2", client: "pacemaker-fenced.n2", state: "completed" });
  });

  test("everybody knows what became of it", async () => {
    const world = await cluster({ d: pass });
    const heard: string[] = [];
    world.fencer("n3").observe((event) => {
      if (event.kind === "result") heard.push(`${event.record.target} ${event.record.state}`);
    });
    await world.fence("n1", { target: "node2" });
    expect(heard).toEqual(["node2 completed"]);
    for (const { history } of world.fencers.values()) {
      expect(history).toHaveLength(1);
      expect(history[0]).toMatchObject({
        target: "node2",
        action: "off",
        originator: "n1",
        client: "test.1",
      });
    }
  });

  test("a node where the device has proved itself comes first", async () => {
    const world = await cluster({ d: pass });
    const n2 = world.fencer("n2");
    await n2.registerDevice({ id: "d", type: "fence_dummy", parameters: new Map(Object.entries(pass)) });
    const [monitor] = await world.settle([n2.monitorDevice("d", 20)]);
    expect(monitor?.exitStatus).toBe(0);
    expect((await world.fence("n1", { target: "node1" })).delegate).toBe("n2");
  });

  test("where a device fails on one node, it is tried from another", async () => {
    const world = new FencingWorld(["n1"]);
    world.start("n2", (call) => ({ ...(call.input.get("action") === "off" && { exitStatus: 1 }) }));
    await world.configure(configuration({ d: { ...pass, pcmk_off_retries: "1" } }));
    const { succeeded, delegate } = await world.fence("n1", { target: "node1" });
    expect([succeeded, delegate]).toEqual([true, "n1"]);
    expect(world.runs).toEqual(["n2: off d", "n1: off d"]);
  });

  test("the same asked for at the same time is done once, whoever asks where; different actions are not", async () => {
    const world = await cluster({ d: { ...pass, seconds: "2" } });
    const ask = (node: string, client: string, action: FenceRequest["action"] = "off") =>
      world.fencer(node).fence({ target: "node1", action, timeout: 10, client });
    const asked = [ask("n1", "a.1"), ask("n1", "a.2")];
    await world.clock.advance(0);
    asked.push(ask("n2", "a.3"), ask("n2", "a.4", "reboot"));
    const outcomes = await world.settle(asked);
    expect(outcomes.map(({ succeeded }) => succeeded)).toEqual([true, true, true, true]);
    expect(world.runs.map((run) => run.slice(4)).sort()).toEqual(["off d", "reboot d"]);
    expect(world.fencer("n2").history.map(({ client }) => client)).toEqual(
      expect.arrayContaining(["a.1", "a.3", "a.4"]),
    );
  });

  test("a node that asks for what another is doing to it already hears how that ends", async () => {
    const world = await cluster({ d: { pcmk_host_list: "n1", seconds: "5" } });
    const ask = (node: string, client: string) =>
      world.fencer(node).fence({ target: "n1", action: "off", timeout: 20, client });
    const asked = [ask("n2", "a.1")];
    await world.clock.advance(1000);
    asked.push(ask("n1", "a.2"));
    const outcomes = await world.settle(asked);
    expect(outcomes.map(({ succeeded }) => succeeded)).toEqual([true, true]);
    expect(world.runs).toHaveLength(1);
  });

  test("a node that was away learns what it missed, and owns up to what it left unfinished", async () => {
    const world = await cluster({ d: { ...pass, seconds: "5" } });
    await world.fence("n1", { target: "node1" });
    void world.fencer("n3").fence({ target: "node2", action: "off", timeout: 20, client: "a.1" });
    await world.clock.advance(1000);
    world.fencer("n3").stop();
    expect(world.fencer("n1").history[0]).toMatchObject({ target: "node2", state: "querying" });
    const n3 = world.start("n3");
    n3.synchronizeHistory();
    await world.clock.advance(0);
    expect(n3.history.map(({ target }) => target).toSorted()).toEqual(["node1", "node2"]);
    world.fencer("n1").synchronizeHistory();
    await world.clock.advance(0);
    for (const { history } of world.fencers.values()) {
      expect(history.find(({ target }) => target === "node2")?.state).toBe("failed");
    }
    expect(n3.lastFenced("node1")).toBeTypeOf("number");
    expect(n3.lastFenced("node2")).toBeNull();
  });

  test("nothing is merged into what a fencer has forgotten by being started anew", async () => {
    const world = await cluster({ d: { ...pass, seconds: "5" } });
    void world.fencer("n3").fence({ target: "node2", action: "off", timeout: 20, client: "a.1" });
    await world.clock.advance(1000);
    world.fencer("n3").stop();
    world.start("n3");
    await world.clock.advance(200_000);
    const before = world.clock.now();
    expect((await world.fence("n1", { target: "node2", timeout: 20 })).succeeded).toBe(true);
    expect(world.clock.now() - before).toBeLessThan(10_000);
  });

  test("who waits for a fencer that is stopped hears so", async () => {
    const world = await cluster({ d: { ...pass, mode: "hang" } });
    const asked = world.fencer("n1").fence({ target: "node1", action: "off", timeout: 60, client: "a.1" });
    await world.clock.advance(1000);
    world.fencer("n1").stop();
    expect((await asked).result.status).toBe(ExecutionStatus.NOT_CONNECTED);
    await expect(
      world.fencer("n1").fence({ target: "node1", action: "off", timeout: 60, client: "a.1" }),
    ).rejects.toMatchObject({ code: "stopped" });
  });

  test("what was done a moment ago is not done again for those who tolerate that", async () => {
    const world = await cluster({ d: pass });
    await world.fence("n1", { target: "node1" });
    await world.fence("n1", { target: "node1", tolerance: 10 });
    expect(world.runs).toHaveLength(1);
    await world.clock.advance(11_000);
    await world.fence("n1", { target: "node1", tolerance: 10 });
    expect(world.runs).toHaveLength(2);
  });

  test("an administrator's word counts in the whole cluster", async () => {
    const world = await cluster({});
    const [outcome] = await world.settle([world.fencer("n1").confirm("n3", "stonith_admin.7")]);
    expect(outcome).toMatchObject({ succeeded: true, delegate: "a human" });
    expect(world.fencer("n2").history[0]).toMatchObject({ target: "n3", action: "off", state: "completed" });
  });

  test("a frozen executor costs the total time and is no success", async () => {
    const world = await cluster({ d: pass }, [], not("d", "n1"));
    world.fencer("n2").stop();
    const silent = world.network.for("n2");
    silent.join((from, message) => {
      if (message.kind !== "query") return;
      const terms = { allowed: true, timeout: 0, delayBase: 0, delayMax: 0 };
      const report = { device: "d", verified: true, automatic: false, terms: { off: terms } };
      silent.send(from, { kind: "reply", operation: message.operation.id, reports: [report] });
    });
    const { result } = await world.fence("n1", { target: "node1", timeout: 10 });
    expect(result.status).toBe(ExecutionStatus.TIMED_OUT);
    expect(result.reason).toContain("total timeout");
  });
});

describe("devices", () => {
  test("are asked what they can fence, and believed for a minute", async () => {
    const world = new FencingWorld(["n1"]);
    const device = { targets: "p7 p8", pcmk_host_map: "n7:p7;n8:p9", pcmk_host_check: "dynamic-list" };
    await world.configure(configuration({ d: device }));
    const capable = async (target: string): Promise<boolean> => {
      const query = { target, action: "off", timeout: 5, allowSelfFencing: true } as const;
      const [reports] = await world.settle([world.fencer("n1").capableDevices(query)]);
      return reports?.length === 1;
    };
    expect([await capable("n7"), await capable("n8"), await capable("P7"), await capable("p8")]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(world.runs).toEqual(["n1: list d"]);
    await world.clock.advance(60_000);
    await capable("n7");
    expect(world.runs).toEqual(["n1: list d", "n1: list d"]);
  });

  test("that have to be asked are tried after those that know at once", async () => {
    const world = new FencingWorld(["n1"]);
    const asked = { pcmk_host_check: "status", mode: "fail-off", pcmk_off_retries: "1" };
    await world.configure(configuration({ b: asked, c: pass }));
    await world.fence("n1", { target: "node1" });
    expect(world.runs).toEqual(["n1: status b", "n1: status b", "n1: off c"]);
  });

  test("run one agent at a time, and others wait", async () => {
    const world = new FencingWorld(["n1"]);
    await world.configure(configuration({ d: { ...pass, seconds: "3" } }));
    const before = world.clock.now();
    await world.settle(
      ["node1", "node2"].map((target, at) =>
        world.fencer("n1").fence({ target, action: "off", timeout: 10, client: `c.${at}` }),
      ),
    );
    expect(world.clock.now() - before).toBe(6000);
  });

  test("can be monitored only where they were started", async () => {
    const world = new FencingWorld(["n1"]);
    await world.configure(configuration({ d: pass }));
    const [result] = await world.settle([world.fencer("n1").monitorDevice("d", 20)]);
    expect(result).toMatchObject({ status: ExecutionStatus.NO_FENCE_DEVICE, reason: "'d' not active" });
  });

  test("that are disabled or banned are not used, and it can be told why", async () => {
    const world = new FencingWorld(["n1"]);
    const ban = `<rsc_location id="l" rsc="d" node="n1" score="-1"/>`;
    await world.configure(configuration({ d: pass, e: pass }, [], { constraints: ban }));
    expect(world.fencer("n1").devices).toEqual(["e"]);
    expect(world.fencer("n1").unusedDevices).toEqual([{ device: "d", why: "banned" }]);
  });
});

describe("watchdog fencing", () => {
  const options = { "fencing-watchdog-timeout": "5" };

  test("a node that cannot be asked any more has ended itself when the time is over, and not before", async () => {
    const world = new FencingWorld(["n1", "n2"]);
    await world.configure(configuration({}, [], { options }));
    const before = world.clock.now();
    expect(await world.fence("n1", { target: "n3", timeout: 2 })).toMatchObject({
      succeeded: true,
      delegate: "n1",
    });
    expect(world.clock.now() - before).toBe(5000);
  });

  test("is for the nodes that the device names only", async () => {
    const world = new FencingWorld(["n1", "n2"]);
    const watchdog = { type: "fence_watchdog", pcmk_host_list: "n2" };
    await world.configure(configuration({ watchdog }, [], { options }));
    const { result } = await world.fence("n1", { target: "n3" });
    expect(result.status).toBe(ExecutionStatus.NO_FENCE_DEVICE);
  });

  test("as a level, it is what remains when the devices before it fail", async () => {
    const world = new FencingWorld(["n1"]);
    const levels: LevelText[] = [
      ["node3", 1, "a"],
      ["node3", 2, "watchdog"],
    ];
    await world.configure(configuration({ a: fail }, levels, { options }));
    expect((await world.fence("n1", { target: "node3" })).succeeded).toBe(true);
    expect(world.runs).toEqual(["n1: off a", "n1: off a"]);
  });

  test("never unfences", async () => {
    const world = new FencingWorld(["n1"]);
    await world.configure(configuration({}, [], { options }));
    expect((await world.fence("n1", { target: "n3", action: "on" })).succeeded).toBe(false);
  });
});

describe("requests that make no sense are refused", () => {
  test.each([
    [{ timeout: 0 }],
    [{ timeout: 1.5 }],
    [{ delay: -2 }],
    [{ target: "" }],
    [{ tolerance: Number.NaN }],
  ])("%j", async (wrong) => {
    const world = new FencingWorld(["n1"]);
    await expect(
      world.fencer("n1").fence({ target: "n", action: "off", timeout: 5, client: "c", ...wrong }),
    ).rejects.toMatchObject({ name: "FencingError", code: "invalid-request" });
  });
});
