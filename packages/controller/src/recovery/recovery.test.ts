import { formatXml } from "@sanode/cib";
import { OCF } from "@sanode/ra";
import { expect, test } from "vitest";
import { Life, primitive } from "../../test-support/life.js";

// What becomes of failing agents in a living cluster: they move, back off, are left alone and recover as configured.

const preferN1 = '<rsc_location id="prefer" rsc="A" node="n1" score="50"/>';
const monitorOf = (id: string, onFail: string): string =>
  `<op id="${id}-check" name="monitor" interval="5s" on-fail="${onFail}"/>`;

/** The most that were under way at once of actions whose name is one of these. */
function watchMost(life: Life, ...names: string[]): () => number {
  let inFlight = 0;
  let most = 0;
  life.cluster.observe((event) => {
    if (event.kind !== "action-started" && event.kind !== "action-ended") return;
    if (!names.includes(event.action.operation)) return;
    inFlight += event.kind === "action-started" ? 1 : -1;
    most = Math.max(most, inFlight);
  });
  return () => most;
}

const many = (meta = {}): string =>
  Array.from({ length: 8 }, (_, index) => primitive(`R${index}`, meta)).join("");

test("batch-limit says how many actions are under way at once in the whole cluster", async () => {
  const life = new Life({ resources: many(), options: { "batch-limit": "2" }, duration: 100 });
  const most = watchMost(life, "start", "monitor");
  await life.start();
  expect(most()).toBe(2);
});

test("migration-limit says how many resources leave a node at once", async () => {
  const life = new Life({
    resources: many({ "allow-migrate": "true" }),
    nodes: ["n1", "n2"],
    options: { "migration-limit": "1" },
    duration: 100,
  });
  await life.start();
  const most = watchMost(life, "migrate_to");
  life.cluster.setNodeAttribute("n1", "standby", "on");
  await life.settled();
  expect(most()).toBe(1);
  expect(life.where("R0")).toEqual(["n2"]);
});

test("where failed starts are not fatal they are tried up to the threshold, and then elsewhere", async () => {
  const life = new Life({
    resources: primitive("A", { "migration-threshold": "3" }),
    constraints: preferN1,
    options: { "start-failure-is-fatal": "false" },
  });
  life.cluster.start();
  life.host.agents("n1").script({ action: "start" }, { exitCode: OCF.ERR_GENERIC });
  await life.settled();
  const starts = life.host.agents("n1").calls.filter(({ action }) => action === "start");
  expect(starts).toHaveLength(3);
  expect(life.where("A")).toEqual(["n2"]);
});

test("on-fail=block: what has failed is left as it is until somebody cleans up", async () => {
  const A = `<primitive id="A" class="ocf" provider="test" type="Dummy"><operations>${monitorOf("A", "block")}</operations></primitive>`;
  const life = new Life({ resources: A, constraints: preferN1 });
  await life.start();
  life.news();
  life.host.agents("n1").setState("A", "stopped");
  await life.clock.advance(60_000);
  await life.settled();
  expect(life.cluster.statusText()).toContain("(blocked)");
  expect(life.where("A")).toEqual([]);
  await life.until(life.cluster.forget({ failedOnly: true }));
  await life.settled();
  expect(life.where("A")).toEqual(["n1"]);
});

test("on-fail=stop: it is stopped and stays so", async () => {
  const life = new Life({ resources: primitive("A", {}, monitorOf("A", "stop")), constraints: preferN1 });
  await life.start();
  life.host.agents("n1").script({ action: "monitor" }, { exitCode: OCF.ERR_GENERIC }, 1);
  await life.clock.advance(6_000);
  await life.settled();
  expect(life.where("A")).toEqual([]);
});

test("on-fail=standby: everything leaves the node", async () => {
  const life = new Life({
    resources: primitive("A", {}, monitorOf("A", "standby")) + primitive("B"),
    constraints: `${preferN1}<rsc_location id="b" rsc="B" node="n1" score="50"/>`,
  });
  await life.start();
  life.host.agents("n1").script({ action: "monitor", resource: "A" }, { exitCode: OCF.ERR_GENERIC }, 1);
  await life.clock.advance(6_000);
  await life.settled();
  expect(life.where("A")).not.toContain("n1");
  expect(life.where("B")).not.toContain("n1");
});

test("on-fail=fence: the node is fenced, and what it ran recovered elsewhere", async () => {
  const life = new Life({
    resources: `${primitive("A", {}, monitorOf("A", "fence"))}<primitive id="device" class="stonith" type="fence_any"/>`,
    constraints: preferN1,
    options: { "fencing-enabled": "true" },
  });
  await life.start();
  life.host.agents("n1").script({ action: "monitor", resource: "A" }, { exitCode: OCF.ERR_GENERIC }, 1);
  await life.clock.advance(6_000);
  await life.settled();
  expect(life.cluster.nodes.find(({ name }) => name === "n1")?.isUp).toBe(false);
  expect(life.where("A")).toEqual(["n2"]);
});

test("an operation under way is recorded as pending, unless record-pending says otherwise", async () => {
  const silent = '<op id="B-start" name="start" interval="0" record-pending="false"/>';
  const life = new Life({
    resources: primitive("A") + primitive("B", {}, silent),
    nodes: ["n1"],
    duration: 1000,
  });
  life.cluster.start();
  await life.clock.advance(1500);
  const text = formatXml(life.cluster.cib);
  expect(text).toMatch(/operation_key="A_start_0"[^>]*rc-code="193"[^>]*op-status="-1"/);
  expect(text).not.toContain('operation_key="B_start_0"');
  await life.settled();
  expect(formatXml(life.cluster.cib)).not.toContain('op-status="-1"');
});

test("what changes with time alone is noticed in time", async () => {
  // The simulated clock begins at 22:13:20 UTC.
  const later = `<rsc_location id="later" rsc="A"><rule id="rule" score="100"><expression id="e" attribute="#uname"
    operation="eq" value="n2"/><date_expression id="d" operation="gt" start="2023-11-14 22:20:00Z"/></rule></rsc_location>`;
  const life = new Life({ resources: primitive("A"), constraints: preferN1 + later });
  await life.start();
  expect(life.where("A")).toEqual(["n1"]);
  await life.clock.advance(390_000);
  expect(life.where("A")).toEqual(["n1"]);
  await life.clock.advance(20_000);
  await life.settled();
  expect(life.where("A")).toEqual(["n2"]);
});

test("a stable cluster decides again after cluster-recheck-interval", async () => {
  const life = new Life({ resources: primitive("A"), options: { "cluster-recheck-interval": "2min" } });
  await life.start();
  life.news();
  await life.clock.advance(119_000);
  expect(life.news()).toEqual([]);
  await life.clock.advance(2_000);
  await life.settled();
  expect(life.news()).toEqual(["2: Time has passed"]);
});

test("cleaning up forgets failures of the resource that is named, with all that it is a part of", async () => {
  const group = `<group id="G">${primitive("A")}${primitive("B")}</group>`;
  const life = new Life({ resources: group + primitive("C"), nodes: ["n1"] });
  await life.start();
  for (const id of ["A", "B", "C"]) life.cluster.fail(id, "n1");
  await life.settled();
  const cleaned = await life.until(life.cluster.forget({ failedOnly: true, resource: "A" }));
  await life.settled();
  expect(cleaned.map(({ resource }) => resource)).toEqual(["A", "B"]);
  const text = formatXml(life.cluster.cib);
  expect(text).not.toContain("fail-count-A");
  expect(text).toContain("fail-count-C");
  expect(life.where("A")).toEqual(["n1"]);
});

test("refreshing forgets everything, and what runs is found again where it is", async () => {
  const life = new Life({ resources: primitive("A"), constraints: preferN1 });
  await life.start();
  life.news();
  await life.until(life.cluster.forget({ failedOnly: false }));
  await life.settled();
  const news = life.news().join("\n");
  expect(news).toContain("A_monitor_0 on n1 failed");
  expect(news).not.toContain("A_start_0");
  expect(news).not.toContain("A_stop_0");
  expect(life.where("A")).toEqual(["n1"]);
});
