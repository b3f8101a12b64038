import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cluster, ProcessHost } from "@sanode/controller";
import { ProcessRunner } from "@sanode/ra";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SystemdNamespace } from "../systemd/namespace.js";

// A unit of a real systemd, in a namespace of its own, managed by an embedded cluster.

const UNIT = "[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/usr/bin/sleep infinity\n";

/** For hosts that have much else to do. */
const PATIENT = { timeout: 40_000, interval: 100 };

describe.skipIf(!SystemdNamespace.isPossible)("a unit of systemd", () => {
  let namespace: SystemdNamespace;
  let stateDirectory: string;
  beforeAll(async () => {
    stateDirectory = mkdtempSync(join(tmpdir(), "sanode-unit-"));
    namespace = await SystemdNamespace.boot({ "web.service": UNIT });
  });
  afterAll(async () => {
    await namespace.end();
    rmSync(stateDirectory, { recursive: true, force: true });
  });

  test("is started, started again when its process was killed, and stopped in the end", async () => {
    const { busAddress, overrideDirectory } = namespace;
    const runner = new ProcessRunner({ stateDirectory, systemd: { busAddress, overrideDirectory } });
    const host = new UnitHost(runner);
    const cluster = new Cluster({ configuration: CONFIGURATION, nodes: ["n1"], host });
    const agent = { class: "systemd", type: "web" };
    const look = async (): Promise<number> =>
      (await runner.run({ agent, resource: "look", action: "monitor", parameters: {}, timeout: 20_000 }))
        .exitCode;
    const sleeper = (): readonly number[] => childrenOf(namespace.pid, "sleep");
    try {
      cluster.start();
      await cluster.settled();
      expect(await look()).toBe(0);
      const [first = 0] = sleeper();

      process.kill(first, "SIGKILL");
      await expect.poll(() => cluster.state().failedOperations.length, PATIENT).toBe(1);
      await cluster.settled();
      expect(await look()).toBe(0);
      expect(sleeper()[0]).not.toBe(first);
      expect(cluster.statusText()).toContain("web\t(systemd:web):\t Started n1");

      expect(await cluster.stop()).toEqual({ killed: [] });
      expect(sleeper()).toEqual([]);
    } finally {
      await cluster.kill();
    }
  });
});

/** Its one node has units of a systemd that is not the host's. */
class UnitHost extends ProcessHost {
  readonly #runner: ProcessRunner;

  constructor(runner: ProcessRunner) {
    super();
    this.#runner = runner;
  }

  override boot(): ProcessRunner {
    return this.#runner;
  }

  override async close(): Promise<void> {
    await this.#runner.killAll();
    await super.close();
  }
}

function childrenOf(pid: number, name: string): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").trim().split(" ");
  return children
    .filter((child) => readFileSync(`/proc/${child}/comm`, "latin1").trim() === name)
    .map(Number);
}

const CONFIGURATION = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="f" name="fencing-enabled" value="false"/>
  </cluster_property_set></crm_config><nodes/><constraints/><resources><primitive id="web" class="systemd" type="web">
  <operations><op id="web-m" name="monitor" interval="500ms" timeout="20s"/></operations></primitive></resources>
  </configuration></cib>`;
