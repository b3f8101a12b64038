import { OCF } from "@sanode/ra";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Life, primitive } from "../test-support/life.js";

const nodes = ["n1", "n2", "n3"];
const resources = ["A", "B", "C"];

/** Something that happens to a cluster. */
type Blow =
  | { readonly kind: "lose" | "restore" | "standby" | "online"; readonly node: string }
  | { readonly kind: "fail"; readonly resource: string }
  | { readonly kind: "refuse"; readonly node: string; readonly action: string }
  | { readonly kind: "wait"; readonly milliseconds: number };

const node = fc.constantFrom(...nodes);

/** Without fencing, what cannot be stopped has to be left to people. */
function blows(refusals: readonly string[]): fc.Arbitrary<Blow[]> {
  const blow: fc.Arbitrary<Blow> = fc.oneof(
    fc.record({ kind: fc.constantFrom("lose", "restore", "standby", "online"), node }),
    fc.record({ kind: fc.constant("fail"), resource: fc.constantFrom(...resources) }),
    fc.record({ kind: fc.constant("refuse"), node, action: fc.constantFrom(...refusals) }),
    fc.record({ kind: fc.constant("wait"), milliseconds: fc.nat(30_000) }),
  );
  return fc.array(blow, { maxLength: 12 });
}

const small = {
  resources:
    resources.map((id) => primitive(id, { "failure-timeout": "300s" })).join("") +
    '<primitive id="device" class="stonith" type="fence_any"/>',
  constraints:
    '<rsc_colocation id="together" rsc="B" with-rsc="A" score="INFINITY"/>' +
    '<rsc_order id="order" first="A" then="B"/>',
  nodes,
  duration: 50,
  dying: 120,
};

async function strike(life: Life, blow: Blow): Promise<void> {
  const { cluster, host, clock } = life;
  switch (blow.kind) {
    case "lose":
    case "restore": {
      const isUp = cluster.nodes.some(({ name, isUp }) => name === blow.node && isUp);
      if (isUp !== (blow.kind === "lose")) return;
      return life.until(isUp ? cluster.loseNode(blow.node) : cluster.restoreNode(blow.node));
    }
    case "standby":
    case "online":
      return cluster.setNodeAttribute(blow.node, "standby", blow.kind === "standby" ? "on" : null);
    case "fail":
      for (const name of life.where(blow.resource)) host.agents(name).setState(blow.resource, "stopped");
      return;
    case "refuse":
      return host.agents(blow.node).script({ action: blow.action }, { exitCode: OCF.ERR_GENERIC }, 1);
    case "wait":
      await clock.advance(blow.milliseconds);
  }
}

/** All nodes are up, nothing is scripted any more, and all failures have expired. */
async function calmDown(life: Life): Promise<void> {
  // What is scripted may still cost nodes when it is asked for.
  for (let round = 0; round < 4; round += 1) {
    for (const name of nodes) {
      await strike(life, { kind: "restore", node: name });
      await strike(life, { kind: "online", node: name });
    }
    await life.clock.advance(400_000);
    await life.settled();
  }
}

test.each([
  { fencing: "true", refusals: ["start", "monitor", "stop"] },
  { fencing: "false", refusals: ["start", "monitor"] },
])(
  "whatever happens, nothing ever runs twice, and in the end everything runs where it should (fencing: $fencing)",
  async ({ fencing, refusals }) => {
    await fc.assert(
      fc.asyncProperty(blows(refusals), async (blows) => {
        const life = new Life({ ...small, options: { "fencing-enabled": fencing } });
        const twice: string[] = [];
        life.cluster.start();
        life.cluster.observe(() => twice.push(...resources.filter((id) => life.where(id).length > 1)));
        await life.settled();
        for (const each of blows) await strike(life, each);
        await calmDown(life);
        expect(twice).toEqual([]);
        expect(life.cluster.preview().graph.synapses).toEqual([]);
        for (const id of resources) expect(life.where(id), id).toHaveLength(1);
        expect(life.where("B")).toEqual(life.where("A"));
        expect(await life.until(life.cluster.stop())).toEqual({ killed: [] });
      }),
      { numRuns: 15 },
    );
  },
);
