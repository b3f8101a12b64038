import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml } from "@sanode/cib";
import { formatGraph } from "@sanode/pengine";
import { OCF } from "@sanode/ra";
import { describe, expect, test } from "vitest";
import { Life, primitive } from "../../packages/controller/test-support/life.js";
import { runReference } from "./reference.js";

// What an embedded cluster records of its life is a CIB like any other: the reference accepts it and decides the same.
// Runs if SANODE_REFERENCE names a directory with crm_simulate.

const directory = process.env.SANODE_REFERENCE;
if (directory === undefined)
  console.info("SANODE_REFERENCE is not set: no comparison of an embedded cluster");

interface Decision {
  readonly cib: string;
  readonly graph: string;
}

/** Writes down all that a cluster decides. */
function decisionsOf(life: Life): readonly Decision[] {
  const decisions: Decision[] = [];
  life.cluster.observe((event) => {
    if (event.kind !== "transition-started") return;
    const { cib, schedule } = event.transition;
    const attributes = { ...cib.attributes, "execution-date": String(Math.floor(life.clock.now() / 1000)) };
    decisions.push({ cib: formatXml({ ...cib, attributes }), graph: formatGraph(schedule.graph) });
  });
  return decisions;
}

const withoutNumber = (graph: string): string => graph.replace(/ transition_id="\d+"/, "");

describe.skipIf(directory === undefined)("the reference decides the same", () => {
  test("in a life of failures, losses and fencing", async () => {
    const clone = `<clone id="C"><meta_attributes id="C-meta">
      <nvpair id="C-promotable" name="promotable" value="true"/><nvpair id="C-notify" name="notify" value="true"/>
      </meta_attributes>${primitive("P")}</clone>`;
    const life = new Life({
      resources:
        primitive("A", { "failure-timeout": "100s", "migration-threshold": "1" }) +
        clone +
        '<primitive id="device" class="stonith" type="fence_any"/>',
      constraints: '<rsc_location id="prefer" rsc="A" node="n1" score="50"/>',
      options: { "fencing-enabled": "true" },
    });
    const decisions = decisionsOf(life);
    const { cluster, host, clock } = life;
    await life.start();
    cluster.setNodeAttribute("n2", "master-P", "10", "reboot");
    await life.settled();
    host.agents("n1").setState("A", "stopped");
    await clock.advance(11_000);
    await life.settled();
    cluster.setNodeAttribute("n3", "standby", "on");
    await life.settled();
    await life.until(cluster.loseNode("n2"));
    await life.settled();
    await life.until(cluster.restoreNode("n2"));
    await life.settled();
    host.agents("n1").script({ action: "stop" }, { exitCode: OCF.ERR_GENERIC });
    cluster.setNodeAttribute("n1", "standby", "on");
    await life.settled();
    await clock.advance(200_000);
    await life.until(cluster.stop());
    expect(decisions.length).toBeGreaterThan(8);
    for (const { cib, graph } of decisions) {
      const reference = await runReference(join(directory ?? "", "crm_simulate"), cib);
      expect(withoutNumber(graph)).toBe(reference && withoutNumber(reference.exp));
    }
  });
});

describe.skipIf(directory === undefined)("the reference reads the status", () => {
  test("of a cluster with failures, a ban and a node in standby as we do", async () => {
    const life = new Life({
      resources:
        primitive("A", { "migration-threshold": "1" }) +
        `<group id="G">${primitive("g1")}${primitive("g2")}</group><clone id="C">${primitive("c")}</clone>`,
      constraints: '<rsc_location id="prefer" rsc="A" node="n1" score="50"/>',
    });
    await life.start();
    life.host.agents("n1").setState("A", "stopped");
    await life.clock.advance(11_000);
    await life.settled();
    life.cluster.setNodeAttribute("n3", "standby", "on");
    const setting = { operation: "update", name: "zone", value: "a b", node: "n1" } as const;
    life.cluster.updateAttributes(setting, { ...setting, name: "cpu", value: "8", setType: "utilization" });
    await life.settled();
    await life.until(life.cluster.loseNode("n2"));
    await life.settled();
    const scratch = mkdtempSync(join(tmpdir(), "sanode-test-"));
    try {
      const file = join(scratch, "cib.xml");
      writeFileSync(file, formatXml(life.cluster.cib));
      const { stdout } = spawnSync(join(directory ?? "", "crm_mon"), ["-1", "-r", "-A"], {
        env: { ...process.env, CIB_file: file },
        encoding: "utf8",
        timeout: 20_000,
      });
      const from = (lines: readonly string[], title: string): readonly string[] => {
        const start = lines.findIndex((line) => line.includes(`${title}:`));
        const end = lines.indexOf("", start);
        return lines.slice(start + 1, end < 0 ? undefined : end).map((line) => line.trim());
      };
      const theirs = stdout.split("\n");
      const ours = life.cluster.statusText({ attributes: true }).split("\n");
      for (const title of ["Node List", "Full List of Resources", "Node Attributes"]) {
        expect(from(ours, title)).toEqual(from(theirs, title));
        expect(from(ours, title)).not.toEqual([]);
      }
      expect(stdout).toContain("Current DC: n1");
      expect(stdout).not.toMatch(/feature set|MIXED-VERSION/);
      expect(stdout).toContain("A 10s-interval monitor on n1 returned 'Not running'");
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});
