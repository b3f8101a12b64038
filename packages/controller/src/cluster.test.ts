import { elementsNamed, firstElement, formatXml } from "@sanode/cib";
import { OCF, parseMetadata } from "@sanode/ra";
import { expect, test } from "vitest";
import { Life, primitive, smallCib } from "../test-support/life.js";

const A = primitive("A", { "resource-stickiness": "100" });
const preferN1 = '<rsc_location id="prefer" rsc="A" node="n1" score="50"/>';

test("a resource is looked for everywhere, started on one node and monitored there", async () => {
  const life = new Life({ resources: A, constraints: preferN1 });
  await life.start();
  expect(life.news()).toEqual([
    "node-joined n1",
    "node-joined n2",
    "quorum",
    "node-joined n3",
    "1: The cluster was started",
    "  A_monitor_0 on n3 done",
    "  A_monitor_0 on n2 done",
    "  A_monitor_0 on n1 done",
    "  A_start_0 on n1 done",
    "  A_monitor_10000 on n1 done",
  ]);
  expect(life.cluster.preview().graph.synapses).toEqual([]);
});

test("a resource that runs already is left where it is", async () => {
  const life = new Life({ resources: A });
  life.cluster.start();
  life.host.agents("n3").setState("A", "started");
  await life.settled();
  expect(life.news().slice(-6)).toEqual([
    "  A_monitor_0 on n3 failed",
    "  A_monitor_0 on n2 done",
    "  A_monitor_0 on n1 done",
    "  stopped",
    "2: A_monitor_0 on n3: exit code 0 instead of 7",
    "  A_monitor_10000 on n3 done",
  ]);
  expect(life.where("A")).toEqual(["n3"]);
});

test("what a lost node ran is started elsewhere, and stays there when the node is back", async () => {
  const life = new Life({ resources: A, constraints: preferN1 });
  await life.start();
  life.news();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  expect(life.news()).toEqual([
    "node-lost n1",
    "2: Node n1 was lost",
    "  A_start_0 on n2 done",
    "  A_monitor_10000 on n2 done",
  ]);
  await life.until(life.cluster.restoreNode("n1"));
  await life.settled();
  expect(life.news()).toEqual(["node-joined n1", "3: Node n1 joined", "  A_monitor_0 on n1 done"]);
  expect(life.where("A")).toEqual(["n2"]);
  expect(life.cluster.preview().graph.synapses).toEqual([]);
});

test("a failed monitor counts, and the resource is recovered where it was", async () => {
  const life = new Life({ resources: A });
  await life.start();
  life.news();
  const [home = ""] = life.where("A");
  life.host.agents(home).setState("A", "stopped");
  await life.clock.advance(10_000);
  await life.settled();
  expect(life.news()).toEqual([
    `2: Result of A_monitor_10000 changed on ${home}`,
    `  A_stop_0 on ${home} done`,
    `  A_start_0 on ${home} done`,
    `  A_monitor_10000 on ${home} done`,
  ]);
  expect(failures(life, home)).toMatchObject({ "fail-count-A#monitor_10000": "1" });
});

test("a failure in the very second of the start is noticed, although history knows whole seconds only", async () => {
  const quick = '<op id="A-quick" name="monitor" interval="100ms"/>';
  const life = new Life({ resources: primitive("A", {}, quick) });
  await life.start();
  const [home = ""] = life.where("A");
  life.host.agents(home).setState("A", "stopped");
  await life.clock.advance(200);
  await life.settled();
  expect(life.clock.monotonic()).toBeLessThan(1000);
  expect(life.where("A")).toEqual([home]);
});

test("a change of a secret parameter alone restarts a resource", async () => {
  const secret = (value: string): string =>
    A.replace(
      "<operations>",
      `<instance_attributes id="p"><nvpair id="p-s" name="secret" value="${value}"/></instance_attributes><operations>`,
    );
  const life = new Life({ resources: secret("one"), nodes: ["n1"] });
  life.cluster.start();
  life.host
    .agents("n1")
    .describe(
      { class: "ocf", provider: "test", type: "Dummy" },
      parseMetadata(
        '<resource-agent name="Dummy"><parameters><parameter name="secret" private="1"/></parameters></resource-agent>',
      ),
    );
  await life.settled();
  expect(formatXml(life.cluster.cib)).toContain("op-secure-digest");
  life.news();
  life.cluster.configure(smallCib({ resources: secret("two") }));
  await life.settled();
  expect(life.news()).toContain("  A_start_0 on n1 done");
});

test("at its migration threshold a resource moves away, and may return when the failure has expired", async () => {
  const meta = { "migration-threshold": "1", "failure-timeout": "60s" };
  const life = new Life({ resources: primitive("A", meta), constraints: preferN1 });
  await life.start();
  life.host.agents("n1").setState("A", "stopped");
  await life.clock.advance(10_000);
  await life.settled();
  expect(life.where("A")).toEqual(["n2"]);
  await life.clock.advance(62_000);
  await life.settled();
  expect(life.where("A")).toEqual(["n1"]);
  expect(failures(life, "n1")).toEqual({});
});

test("where a start failed it is not tried again", async () => {
  const life = new Life({ resources: A, constraints: preferN1 });
  life.cluster.start();
  life.host.agents("n1").script({ action: "start" }, { exitCode: OCF.ERR_GENERIC, exitReason: "no" });
  await life.settled();
  expect(life.where("A")).toEqual(["n2"]);
  expect(failures(life, "n1")).toMatchObject({ "fail-count-A#start_0": "INFINITY" });
  expect(life.host.agents("n1").calls.filter(({ action }) => action === "start")).toHaveLength(1);
});

test("of failures to be ignored only later ones are counted, and nothing is done about any", async () => {
  const ignored = '<op id="A-check" name="monitor" interval="5s" on-fail="ignore"/>';
  const life = new Life({ resources: primitive("A", {}, ignored), constraints: preferN1 });
  await life.start();
  life.news();
  life.host.agents("n1").script({ action: "monitor" }, { exitCode: OCF.ERR_GENERIC }, 1);
  await life.clock.advance(9_000);
  await life.settled();
  expect(life.news()).toEqual(["2: Result of A_monitor_5000 changed on n1"]);
  expect(failures(life, "n1")).toMatchObject({ "fail-count-A#monitor_5000": "1" });
});

test("a change in the midst of a transition lets what has begun end, and is heeded then", async () => {
  const life = new Life({ resources: A, constraints: preferN1, duration: 1000 });
  life.cluster.start();
  await life.clock.advance(1500);
  life.cluster.setNodeAttribute("n1", "standby", "on");
  await life.settled();
  expect(life.news().slice(-6)).toEqual([
    "  A_start_0 on n1 done",
    "  stopped",
    "2: Attribute standby of n1 changed",
    "  A_stop_0 on n1 done",
    "  A_start_0 on n2 done",
    "  A_monitor_10000 on n2 done",
  ]);
});

test("a node lost in the midst of a transition holds up nothing", async () => {
  const life = new Life({ resources: A, constraints: preferN1 });
  life.cluster.start();
  life.host.agents("n1").script({ action: "start" }, { duration: Number.POSITIVE_INFINITY });
  await life.clock.advance(10);
  const began = life.clock.now();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  expect(life.where("A")).toEqual(["n2"]);
  expect(life.clock.now() - began).toBeLessThan(100);
  expect(failures(life, "n1")).toEqual({});
});

test("without quorum nothing is started and everything stops", async () => {
  const life = new Life({ resources: A, constraints: preferN1 });
  await life.start();
  await life.until(life.cluster.loseNode("n2"));
  await life.until(life.cluster.loseNode("n3"));
  await life.settled();
  expect(life.where("A")).toEqual([]);
  expect(life.cluster.cib.attributes).toMatchObject({ "have-quorum": "0", "no-quorum-panic": "1" });
  await life.until(life.cluster.restoreNode("n2"));
  await life.settled();
  expect(life.where("A")).toEqual(["n1"]);
});

const device = '<primitive id="device" class="stonith" type="fence_any"/>';

test("with fencing a lost node is fenced before what it ran is started elsewhere", async () => {
  const options = { "fencing-enabled": "true" };
  const life = new Life({ resources: A + device, constraints: preferN1, options });
  await life.start();
  life.news();
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  const news = life.news();
  const fenced = news.indexOf("  stonith-n1-reboot on n1 done");
  expect(fenced).toBeGreaterThan(0);
  expect(news.indexOf("  A_start_0 on n2 done")).toBeGreaterThan(fenced);
  expect(life.where("A")).toEqual(["n2"]);
});

test("a node on which a resource cannot be stopped is fenced, and stays down until it is restored", async () => {
  const options = { "fencing-enabled": "true" };
  const life = new Life({ resources: A + device, constraints: preferN1, options });
  await life.start();
  life.host.agents("n1").script({ action: "stop" }, { exitCode: OCF.ERR_GENERIC });
  life.cluster.setNodeAttribute("n1", "standby", "on");
  await life.settled();
  expect(life.cluster.nodes[0]).toEqual({ id: "1", name: "n1", isUp: false });
  expect(life.where("A")).toEqual(["n2"]);
  await life.until(life.cluster.restoreNode("n1"));
  await life.settled();
  expect(life.cluster.nodes[0]).toEqual({ id: "1", name: "n1", isUp: true });
});

test("permanent attributes belong to the configuration, transient ones end with the node", async () => {
  const life = new Life({ resources: A });
  await life.start();
  life.cluster.setNodeAttribute("n1", "rack", "7");
  life.cluster.setNodeAttribute("n1", "load", "low", "reboot");
  await life.settled();
  expect(life.cluster.cib.attributes).toMatchObject({ epoch: "2" });
  const text = formatXml(life.cluster.cib);
  expect(text).toContain('name="rack"');
  expect(text).toContain('name="load"');
  await life.until(life.cluster.loseNode("n1"));
  await life.settled();
  const later = formatXml(life.cluster.cib);
  expect(later).toContain('name="rack"');
  expect(later).not.toContain('name="load"');
});

test("an attribute that is set to what it is changes nothing", async () => {
  const life = new Life({ resources: A });
  await life.start();
  life.cluster.setNodeAttribute("n1", "rack", "7");
  await life.settled();
  const { cib } = life.cluster;
  life.cluster.setNodeAttribute("n1", "rack", "7");
  life.cluster.setNodeAttribute("n1", "load", null, "reboot");
  expect(life.cluster.cib).toBe(cib);
});

test("resources come and go with the configuration", async () => {
  const life = new Life({ resources: A });
  await life.start();
  life.cluster.configure(smallCib({ resources: primitive("B") }));
  await life.settled();
  expect(life.where("A")).toEqual([]);
  expect(life.where("B")).toHaveLength(1);
});

test("a promotable clone runs everywhere and is promoted where it prefers to be", async () => {
  const clone = `<clone id="C"><meta_attributes id="C-meta">
    <nvpair id="C-promotable" name="promotable" value="true"/><nvpair id="C-notify" name="notify" value="true"/>
    </meta_attributes>${primitive("P")}</clone>`;
  const life = new Life({ resources: clone });
  await life.start();
  life.cluster.setNodeAttribute("n2", "master-P", "10", "reboot");
  await life.settled();
  expect(life.where("P")).toEqual(["n1", "n2", "n3"]);
  expect(life.host.agents("n2").state("P")).toBe("promoted");
  await life.until(life.cluster.loseNode("n2"));
  life.cluster.setNodeAttribute("n3", "master-P", "10", "reboot");
  await life.settled();
  expect(life.host.agents("n3").state("P")).toBe("promoted");
  expect(life.host.agents("n3").calls.some(({ action }) => action === "notify")).toBe(true);
});

test("a node has no more actions at once than it may", async () => {
  const resources = Array.from({ length: 20 }, (_, index) => primitive(`R${index}`)).join("");
  const life = new Life({ resources, nodes: ["n1"], options: { "node-action-limit": "3" }, duration: 100 });
  let inFlight = 0;
  let most = 0;
  life.cluster.observe(({ kind }) => {
    if (kind === "action-started") most = Math.max(most, ++inFlight);
    if (kind === "action-ended") inFlight -= 1;
  });
  await life.start();
  expect(most).toBe(3);
  expect(life.where("R19")).toEqual(["n1"]);
});

test("on a machine that is very busy a node has one action at a time, and the cluster as many as half of its nodes", async () => {
  const resources = Array.from({ length: 6 }, (_, index) => primitive(`R${index}`)).join("");
  const life = new Life({ resources, options: { "node-action-limit": "5" }, duration: 100 });
  life.host.load = 1000;
  let inFlight = 0;
  let most = 0;
  life.cluster.observe(({ kind }) => {
    if (kind === "action-started") most = Math.max(most, ++inFlight);
    if (kind === "action-ended") inFlight -= 1;
  });
  await life.start();
  expect(most).toBe(1);
  expect(life.where("R5")).toHaveLength(1);
});

test("nothing is decided before nothing has changed for the transition delay", async () => {
  const life = new Life({ resources: A, options: { "transition-delay": "3s" } });
  await life.start();
  life.news();
  const began = life.clock.now();
  let decided = 0;
  life.cluster.observe(({ kind }) => {
    if (kind === "transition-started") decided = life.clock.now() - began;
  });
  life.cluster.setNodeAttribute("n1", "rack", "1");
  await life.clock.advance(2000);
  life.cluster.setNodeAttribute("n1", "rack", "2");
  await life.settled();
  expect(decided).toBe(5000);
  expect(await life.until(life.cluster.stop())).toEqual({ killed: [] });
});

test("stop ends everything in good order", async () => {
  const life = new Life({ resources: A, constraints: preferN1 });
  await life.start();
  life.news();
  expect(await life.until(life.cluster.stop())).toEqual({ killed: [] });
  expect(life.news()).toEqual([
    "2: The cluster is to stop",
    "node-left n3",
    "node-left n2",
    "  do_shutdown-n3 on n3 done",
    "  do_shutdown-n2 on n2 done",
    "  A_stop_0 on n1 done",
    "node-left n1",
    "  do_shutdown-n1 on n1 done",
  ]);
});

test("a node with something that cannot be stopped is killed in the end", async () => {
  const life = new Life({ resources: A, constraints: preferN1 });
  await life.start();
  life.host.agents("n1").script({ action: "stop" }, { exitCode: OCF.ERR_GENERIC });
  expect(await life.until(life.cluster.stop())).toEqual({ killed: ["n1"] });
});

test("kill ends at once, whatever is under way", async () => {
  const life = new Life({ resources: A });
  life.cluster.start();
  for (const node of ["n1", "n2", "n3"]) {
    life.host.agents(node).script({ action: "start" }, { duration: Number.POSITIVE_INFINITY });
  }
  await life.clock.advance(10);
  const began = life.clock.now();
  const settled = life.cluster.settled();
  await life.until(life.cluster.kill());
  await life.until(settled);
  expect(life.clock.now() - began).toBeLessThan(10);
  life.cluster.setNodeAttribute("n1", "rack", "7");
  await life.clock.advance(1000);
  expect(life.news().filter((line) => line.startsWith("2"))).toEqual([]);
});

test("what cannot be done is refused with a reason", async () => {
  const life = new Life({ resources: A });
  await expect(life.cluster.loseNode("n9")).rejects.toMatchObject({ code: "unknown-node" });
  await expect(life.cluster.loseNode("n1")).rejects.toMatchObject({ code: "wrong-state" });
  expect(() => life.cluster.setNodeAttribute("n1", "load", "1", "reboot")).toThrow("n1 is not up");
  await life.start();
  await expect(life.cluster.restoreNode("n1")).rejects.toMatchObject({ code: "wrong-state" });
  expect(() => life.cluster.start()).toThrow("cannot be started: it is running");
});

test("the status section is what a CIB of Pacemaker has", async () => {
  const life = new Life({ resources: A, constraints: preferN1, nodes: ["n1"] });
  await life.start();
  const status = firstElement(life.cluster.cib, "status");
  const [state] = status === undefined ? [] : elementsNamed(status, "node_state");
  expect(state?.attributes).toEqual({
    id: "1",
    uname: "n1",
    in_ccm: "1700000000",
    crmd: "1700000000",
    "crm-debug-origin": "sanode-controller",
    join: "member",
    expected: "member",
  });
  expect(state && formatXml(state)).toContain('<lrm_rsc_op id="A_monitor_10000"');
});

/** A node's transient attributes. */
function failures(life: Life, node: string): Record<string, string> {
  const attributes = life.cluster.state().nodesByName.get(node)?.attributes ?? new Map();
  return Object.fromEntries([...attributes].filter(([name]) => /^(fail-count|last-failure)-/.test(name)));
}
