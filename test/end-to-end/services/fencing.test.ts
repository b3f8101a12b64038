import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { freePort, missing, ServiceProcessor } from "../ipmi/service-processor.js";
import { agreesWithReference } from "./reference.js";
import { pairs, RunningCluster } from "./running-cluster.js";

// A node that has to be fenced, by fence_ipmilan and the simulated service processor of its server.

/** For hosts that have much else to do. */
const PATIENT = { timeout: 40_000, interval: 100 };

let cluster: RunningCluster | undefined;
let server: ServiceProcessor | undefined;
afterEach(async () => {
  await cluster?.killAll();
  await server?.end();
  cluster?.remove();
});

const title = missing.length === 0 ? "fence_ipmilan" : `fence_ipmilan (not installed: ${missing.join(", ")})`;

describe.skipIf(missing.length > 0)(title, () => {
  test("power-cycles the server of a node on which a failure is to be fenced; what it ran is recovered", async () => {
    const port = await freePort();
    let mode = "";
    const running = await RunningCluster.start((data) => {
      mkdirSync(join(data, "bmc"));
      server = new ServiceProcessor(join(data, "bmc"), port);
      mode = join(data, "mode");
      return {
        nodes: ["n1", "n2"],
        agents: fileURLToPath(new URL("agents", import.meta.url)),
        options: { "fencing-enabled": "true" },
        constraints: `<rsc_location id="home" rsc="R" node="n2" score="10"/>`,
        resources: `<primitive id="bmc" class="stonith" type="fence_ipmilan">
          <instance_attributes id="bmc-i">${pairs("bmc-i", ipmi(port))}</instance_attributes></primitive>
          <primitive id="R" class="ocf" provider="test" type="faulty"><instance_attributes id="R-i">
          ${pairs("R-i", { mode, log: join(data, "log") })}</instance_attributes>
          <operations><op id="R-m" name="monitor" interval="500ms" timeout="5s" on-fail="fence"/></operations>
          </primitive>`,
      };
    });
    cluster = running;
    await running.settled();
    expect(await running.whereIs("R")).toEqual(["n2"]);
    const before = running.processes();

    writeFileSync(mode, "fails on n2");
    await expect.poll(() => running.whereIs("R"), PATIENT).toEqual(["n1"]);
    await running.settled();
    expect(server?.switched).toEqual(["0", "1"]);
    expect(running.processes().some((pid) => before.includes(pid))).toBe(false);
    expect((await running.sanode("fence", "history", "n2")).stdout).toMatch(/reboot.*n2/);
    expect((await running.sanode("status")).stdout).toContain("OFFLINE: [ n2 ]");
    await agreesWithReference(running);

    writeFileSync(mode, "well");
    expect((await running.sanode("node", "start", "n2")).status).toBe(0);
    await expect.poll(() => running.whereIs("R"), PATIENT).toEqual(["n2"]);
    expect(await running.stop()).toBe(0);
    expect(running.processes()).toEqual([]);
  });
});

const ipmi = (port: number): Readonly<Record<string, string>> => ({
  ip: "127.0.0.1",
  ipport: String(port),
  username: "admin",
  password: "secret",
  lanplus: "1",
  // What ipmitool would choose by itself it asks a question about that the simulator does not answer.
  cipher: "3",
  power_wait: "0",
  pcmk_host_list: "n2",
});
