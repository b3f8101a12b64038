import { OCF } from "@sanode/ra";
import { expect, test } from "vitest";
import { Life, primitive, type SmallCluster } from "../../test-support/life.js";
import { succeedingAgent } from "../host/simulated-host.js";
import type { AlertCall } from "./alerts.js";
import { formatTimestamp } from "./timestamp.js";

const nvpairs = (block: string, id: string, pairs: Readonly<Record<string, string>>): string =>
  `<${block} id="${id}">${Object.entries(pairs)
    .map(([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`)
    .join("")}</${block}>`;

/** A small cluster with alerts, and what its agents were called with. */
function lifeWith(alerts: string, more: Partial<SmallCluster> = {}): { life: Life; calls: AlertCall[] } {
  const calls: AlertCall[] = [];
  const life = new Life({
    resources: primitive("A"),
    nodes: ["n1"],
    alerts,
    ...more,
    alertRunner: {
      run: async (call) => {
        calls.push(call);
        return undefined;
      },
    },
  });
  return { life, calls };
}

const texts = (calls: readonly AlertCall[]): readonly string[] =>
  calls.map(({ environment: e }) =>
    [e.CRM_alert_kind, e.CRM_alert_node, e.CRM_alert_rsc, e.CRM_alert_task, e.CRM_alert_desc]
      .filter((word) => word !== undefined)
      .join(" "),
  );

test("nodes, and operations but for probes that find what was expected, are told", async () => {
  const { life, calls } = lifeWith('<alert id="a" path="/agent"/>');
  await life.start();
  expect(texts(calls)).toEqual(["node n1 member", "resource n1 A start OK", "resource n1 A monitor OK"]);
  expect(calls[1]).toEqual({
    path: "/agent",
    timeout: 30_000,
    environment: {
      CRM_alert_kind: "resource",
      CRM_alert_version: "3.0.3",
      CRM_alert_recipient: "",
      CRM_alert_node_sequence: "2",
      CRM_alert_timestamp: expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{6}$/),
      CRM_alert_timestamp_epoch: "1700000000",
      CRM_alert_timestamp_usec: expect.stringMatching(/^\d{6}$/),
      CRM_alert_node: "n1",
      CRM_alert_desc: "OK",
      CRM_alert_task: "start",
      CRM_alert_rc: "0",
      CRM_alert_rsc: "A",
      CRM_alert_interval: "0",
      CRM_alert_target_rc: "0",
      CRM_alert_status: "0",
      CRM_alert_exec_time: "0",
    },
  });
});

test("a stop tells of the monitor that it cancels first", async () => {
  const { life, calls } = lifeWith('<alert id="a" path="/agent"/>');
  await life.start();
  calls.length = 0;
  life.cluster.setNodeAttribute("n1", "standby", "on");
  await life.settled();
  expect(texts(calls)).toEqual(["resource n1 A monitor Cancelled", "resource n1 A stop OK"]);
});

test("failures are told with their code", async () => {
  const { life, calls } = lifeWith('<alert id="a" path="/agent"/>');
  life.cluster.start();
  life.host.agents("n1").script({ action: "start" }, { exitCode: OCF.ERR_PERM }, 1);
  await life.settled();
  expect(texts(calls)).toContain("resource n1 A start Insufficient privileges");
});

test("fencing is told, and that the node is lost", async () => {
  const { life, calls } = lifeWith('<alert id="a" path="/agent"/>');
  await life.start();
  calls.length = 0;
  await life.until(life.cluster.fence("n1"));
  expect(calls.map(({ environment }) => environment.CRM_alert_kind)).toEqual(["fencing", "node"]);
  expect(calls[0]?.environment).toMatchObject({
    CRM_alert_node: "n1",
    CRM_alert_task: "st_notify_fence",
    CRM_alert_rc: "0",
    CRM_alert_desc: expect.stringMatching(
      /^Operation reboot of n1 by n1 for sanode\.\d+@n1: OK \(ref=[\w-]+\)$/,
    ),
  });
  expect(calls[1]?.environment).toMatchObject({ CRM_alert_desc: "lost", CRM_alert_nodeid: "1" });
});

test("fencing that fails is told with who wanted it, and why it failed", async () => {
  const { life, calls } = lifeWith('<alert id="a" path="/agent"/>', {
    resources: '<primitive id="device" class="stonith" type="fence_any"/>',
    fenceAgent: (call) => (call.input.get("action") === "off" ? { exitStatus: 1 } : succeedingAgent(call)),
  });
  await life.start();
  calls.length = 0;
  await life.until(
    life.cluster.requestFencing("n1", { action: "off", timeout: 10, client: "stonith_admin.7" }),
  );
  expect(calls.map(({ environment }) => environment.CRM_alert_kind)).toEqual(["fencing"]);
  expect(calls[0]?.environment).toMatchObject({
    CRM_alert_rc: "-61",
    CRM_alert_desc: expect.stringMatching(/^Operation off of n1 by n1 for stonith_admin\.7@n1: Error \(ref=/),
  });
});

test("recipients have what their alert has and what they say themselves, the last one is called first", async () => {
  const { life, calls } = lifeWith(`<alert id="a" path="/one">
    ${nvpairs("meta_attributes", "am", { timeout: "5s", "timestamp-format": "%s" })}
    ${nvpairs("instance_attributes", "ai", { debug: "1", where: "x", CRM_alert_node: "hidden" })}
    <recipient id="r1" value="first"/>
    <recipient id="r2" value="second">${nvpairs("instance_attributes", "ri", { where: "y" })}</recipient>
    <recipient id="r3" value="off">${nvpairs("meta_attributes", "rm", { enabled: "false" })}</recipient>
    <select><select_nodes/></select></alert>
    <alert id="b" path="/two"><select><select_nodes/></select></alert>`);
  await life.start();
  const told = calls.map(({ path, timeout, environment: { CRM_alert_recipient, where, debug } }) => ({
    path,
    timeout,
    recipient: CRM_alert_recipient,
    where,
    debug,
  }));
  expect(told).toEqual([
    { path: "/two", timeout: 30_000, recipient: "", where: undefined, debug: undefined },
    { path: "/one", timeout: 5000, recipient: "second", where: "y", debug: "1" },
    { path: "/one", timeout: 5000, recipient: "first", where: "x", debug: "1" },
  ]);
  expect(calls[1]?.environment).toMatchObject({ CRM_alert_node: "n1", CRM_alert_timestamp: "1700000000" });
});

test("attributes are told where they are selected, by name", async () => {
  const { life, calls } = lifeWith(`<alert id="a" path="/agent">
    <select><select_attributes><attribute id="x" name="load"/></select_attributes></select></alert>`);
  await life.start();
  life.cluster.setNodeAttribute("n1", "load", "7", "reboot");
  life.cluster.setNodeAttribute("n1", "other", "7", "reboot");
  life.cluster.setNodeAttribute("n1", "load", null, "reboot");
  expect(
    calls.map(({ environment: e }) => [e.CRM_alert_attribute_name, e.CRM_alert_attribute_value]),
  ).toEqual([
    ["load", "7"],
    ["load", ""],
  ]);
});

test("a disabled alert is silent", async () => {
  const off = nvpairs("meta_attributes", "m", { enabled: "false" });
  const { life, calls } = lifeWith(`<alert id="a" path="/agent">${off}<recipient id="r" value="x"/></alert>`);
  await life.start();
  expect(calls).toEqual([]);
});

test("timestamps have the digits that are asked for, cut off", () => {
  expect(formatTimestamp("%s.%3N %% %6N %Q", 1_700_000_000_987.654)).toBe("1700000000.987 % 987654 %Q");
});
