import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agreesWithReference } from "./reference.js";
import { AGENTS, describeWith } from "./requirements.js";
import { RunningCluster } from "./running-cluster.js";

// An address that moves: each node of the cluster has a network namespace, which a rule of the configuration names.

const nodes = ["n1", "n2"];
const namespace = (node: string): string => `sanode-${process.pid}-${node}`;
const ip = (...args: string[]): string => execFileSync("ip", args, { encoding: "utf8" });

/** For hosts that have much else to do. */
const PATIENT = { timeout: 40_000, interval: 200 };

/** Who has the address. */
const holders = (): readonly string[] =>
  nodes.filter((node) =>
    ip("-n", namespace(node), "-4", "-brief", "address", "show").includes("192.0.2.7/24"),
  );

const inNamespaceOf = (node: string, score: number): string => `
  <instance_attributes id="ip-${node}" score="${score}">
    <rule id="ip-${node}-r"><expression id="ip-${node}-e" attribute="#uname" operation="eq" value="${node}"/></rule>
    <nvpair id="ip-${node}-n" name="network_namespace" value="${namespace(node)}"/></instance_attributes>`;

describeWith("IPaddr2", { "/usr/sbin/ip": "iproute2", [`${AGENTS}/IPaddr2`]: "resource-agents" }, () => {
  let cluster: RunningCluster | undefined;

  beforeEach(async () => {
    for (const node of nodes) {
      const name = namespace(node);
      ip("netns", "add", name);
      ip("-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
      for (const link of ["lo", "eth0", "eth1"]) ip("-n", name, "link", "set", link, "up");
    }
  });

  afterEach(async () => {
    await cluster?.killAll();
    cluster?.remove();
    for (const node of nodes) ip("netns", "delete", namespace(node));
  });

  const start = async (): Promise<RunningCluster> => {
    const started = await RunningCluster.start(() => ({
      nodes,
      resources: `<primitive id="address" class="ocf" provider="heartbeat" type="IPaddr2">
        <instance_attributes id="ip"><nvpair id="ip-ip" name="ip" value="192.0.2.7"/>
          <nvpair id="ip-mask" name="cidr_netmask" value="24"/><nvpair id="ip-nic" name="nic" value="eth0"/>
        </instance_attributes>${nodes.map((node, at) => inNamespaceOf(node, at + 1)).join("")}
        <operations><op id="address-m" name="monitor" interval="1s" timeout="20s"/></operations></primitive>`,
    }));
    cluster = started;
    await started.settled();
    return started;
  };

  test("is given to one node, again when somebody has taken it away, and to the other one on demand", async () => {
    const running = await start();
    const [home = ""] = holders();
    const other = nodes.find((node) => node !== home) ?? "";
    expect(await running.whereIs("address")).toEqual([home]);

    ip("-n", namespace(home), "address", "delete", "192.0.2.7/24", "dev", "eth0");
    await expect.poll(() => running.failCount("address"), PATIENT).toBe(1);
    await running.settled();
    expect(holders()).toEqual([home]);
    await agreesWithReference(running);

    expect((await running.sanode("resource", "move", "address", "-N", other, "--wait")).status).toBe(0);
    expect(holders()).toEqual([other]);
    expect((await running.sanode("node", "standby", other)).status).toBe(0);
    await running.settled();
    expect(holders()).toEqual([home]);
    await agreesWithReference(running);

    expect(await running.stop()).toBe(0);
    expect(holders()).toEqual([]);
  });
});
