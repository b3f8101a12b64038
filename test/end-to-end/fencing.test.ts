import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseXml, type XmlElement } from "@sanode/cib";
import { Fencer, LocalFencingNetwork, ProcessFenceAgents } from "@sanode/fencing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, missing, ServiceProcessor } from "./ipmi/service-processor.js";

// Simulated service processors (BMCs) of servers, spoken to over IPMI by the agent of real clusters.

const title = missing.length === 0 ? "IPMI" : `IPMI (not installed: ${missing.join(", ")})`;

type Parameters = Readonly<Record<string, string>>;

const ipmi = (port: number, more: Parameters = {}): Parameters => ({
  ip: "127.0.0.1",
  ipport: String(port),
  username: "admin",
  password: "secret",
  lanplus: "1",
  // What ipmitool would choose by itself it asks a question about that the simulator does not answer.
  cipher: "3",
  power_wait: "0",
  pcmk_host_list: "n2",
  ...more,
});

function cib(devices: Readonly<Record<string, Parameters>>, levels: readonly string[] = []): XmlElement {
  const primitives = Object.entries(devices).map(([id, parameters]) => {
    const pairs = Object.entries(parameters).map(
      ([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`,
    );
    return `<primitive id="${id}" class="stonith" type="fence_ipmilan">
      <instance_attributes id="${id}-i">${pairs.join("")}</instance_attributes></primitive>`;
  });
  const entries = levels.map(
    (ids, at) => `<fencing-level id="l${at}" target="n2" index="${at + 1}" devices="${ids}"/>`,
  );
  return parseXml(`<cib validate-with="pacemaker-4.0"><configuration><crm_config/>
    <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
    <resources>${primitives.join("")}</resources><constraints/>
    <fencing-topology>${entries.join("")}</fencing-topology></configuration><status/></cib>`);
}

describe.skipIf(missing.length > 0)(title, () => {
  let scratch = "";
  let power: [ServiceProcessor, ServiceProcessor];
  let nobody = 0;
  const fencers: Fencer[] = [];

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "sanode-ipmi-"));
    const start = async (): Promise<ServiceProcessor> =>
      new ServiceProcessor(mkdtempSync(join(scratch, "bmc-")), await freePort());
    power = [await start(), await start()];
    nobody = await freePort();
  });

  afterAll(async () => {
    for (const fencer of fencers) fencer.stop();
    await Promise.all(power.map((one) => one.end()));
    rmSync(scratch, { recursive: true, force: true });
  });

  /** The fencer of n1 in a cluster of two nodes, with both BMCs on. */
  async function cluster(document: XmlElement): Promise<Fencer> {
    const network = new LocalFencingNetwork();
    const [n1, n2] = ["n1", "n2"].map(
      (node) => new Fencer({ node, agents: new ProcessFenceAgents(), network: network.for(node) }),
    );
    if (n1 === undefined || n2 === undefined) throw new Error("no fencers");
    fencers.push(n1, n2);
    await Promise.all([n1.configure(document), n2.configure(document)]);
    for (const one of power) one.switchOn();
    return n1;
  }

  const request = { target: "n2", timeout: 20, client: "test.1" } as const;

  it("a server is asked for its state, switched off, on again, and rebooted", async () => {
    const [server] = power;
    const fencer = await cluster(cib({ bmc: ipmi(server.port) }));
    expect(await fencer.targetStatus("bmc", "n2", 20)).toMatchObject({ exitStatus: 0 });
    const off = await fencer.fence({ ...request, action: "off" });
    expect(off).toMatchObject({ succeeded: true, delegate: "n1" });
    expect(server.isOn).toBe(false);
    expect(await fencer.targetStatus("bmc", "n2", 20)).toMatchObject({ exitStatus: 2 });
    expect((await fencer.fence({ ...request, action: "on" })).succeeded).toBe(true);
    expect(server.isOn).toBe(true);
    expect((await fencer.fence({ ...request, action: "reboot" })).succeeded).toBe(true);
    expect(server.switched).toEqual(["0", "1", "0", "1"]);
    expect(fencer.history.map(({ action, state }) => `${action} ${state}`)).toEqual([
      "reboot completed",
      "on completed",
      "off completed",
    ]);
  });

  it("a wrong password fails, and the next level does it", async () => {
    const [server] = power;
    const wrong = ipmi(server.port, { password: "guess", pcmk_off_retries: "1" });
    const fencer = await cluster(cib({ wrong, right: ipmi(server.port) }, ["wrong", "right"]));
    expect((await fencer.fence({ ...request, action: "off" })).succeeded).toBe(true);
    expect(server.isOn).toBe(false);
  });

  it("with two power supplies both are off before one is on again", async () => {
    const [one, two] = power;
    const fencer = await cluster(cib({ one: ipmi(one.port), two: ipmi(two.port) }, ["one,two"]));
    expect((await fencer.fence({ ...request, action: "reboot" })).succeeded).toBe(true);
    expect([one.switched, two.switched]).toEqual([
      ["0", "1"],
      ["0", "1"],
    ]);
  });

  it("where nobody answers, it is not said that the server is off", async () => {
    const [server] = power;
    const dead = ipmi(nobody, { pcmk_off_timeout: "2" });
    const fencer = await cluster(cib({ dead, right: ipmi(server.port) }, ["right,dead"]));
    const { succeeded, result } = await fencer.fence({ ...request, action: "off" });
    expect(succeeded).toBe(false);
    expect(result.reason).toBe("Fence agent did not complete within 2s");
  });
});
