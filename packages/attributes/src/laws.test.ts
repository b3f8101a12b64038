import { descendants, lowerAscii } from "@sanode/cib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { TestCluster } from "../test-support/cluster.js";
import type { UpdateRequest } from "./index.js";

const NODES = ["n1", "n2", "n3"];
const NAMES = ["a", "b", "c"];

const request: fc.Arbitrary<UpdateRequest> = fc.oneof(
  fc.record({
    operation: fc.constant("update" as const),
    name: fc.constantFrom(...NAMES),
    value: fc.constantFrom("1", "2", "Bar", "bAR", "value++", "INFINITY"),
    node: fc.constantFrom(...NODES),
    delay: fc.constantFrom(0, 1000, 5000),
    isPrivate: fc.constant(false),
  }),
  fc.record({
    operation: fc.constant("delete" as const),
    name: fc.constantFrom(...NAMES),
    node: fc.constantFrom(...NODES),
  }),
  fc.record({
    operation: fc.constant("update-delay" as const),
    name: fc.constantFrom(...NAMES),
    delay: fc.constantFrom(0, 1000, 5000),
  }),
);

/** What the CIB says, as `NODE-ID NAME=VALUE`. */
function written({ cib }: TestCluster): string[] {
  const found: string[] = [];
  for (const state of descendants(cib)) {
    if (state.name !== "node_state") continue;
    for (const { name, attributes } of descendants(state)) {
      if (name === "nvpair") found.push(`${state.attributes.id} ${attributes.name}=${attributes.value}`);
    }
  }
  return found.sort();
}

function known(cluster: TestCluster, node: string): string[] {
  const manager = cluster.managers.get(node);
  return (manager?.names ?? [])
    .flatMap((name) => (manager?.query(name) ?? []).map((each) => ({ name, ...each })))
    .filter(({ name, value }) => value !== null && !name.startsWith("#") && !name.startsWith("private-"))
    .map(({ name, node: of, value }) => `${lowerAscii(of).slice(1)} ${name}=${value}`)
    .sort();
}

const run = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ at: fc.constantFrom(...NODES), request }) },
    { weight: 2, arbitrary: fc.record({ wait: fc.constantFrom(1, 500, 1500, 6000) }) },
    { weight: 1, arbitrary: fc.record({ fail: fc.integer({ min: 1, max: 3 }) }) },
  ),
  { maxLength: 40 },
);

test("when all has been quiet for long enough, the CIB holds the newest values, whatever failed before", async () => {
  await fc.assert(
    fc.asyncProperty(run, fc.constantFrom(0, 300), async (steps, writeTime) => {
      const cluster = new TestCluster();
      for (const node of NODES) cluster.join(node);
      cluster.elect("n2");
      cluster.writeTime = writeTime;
      for (const step of steps) {
        if ("wait" in step) await cluster.clock.advance(step.wait);
        else if ("fail" in step) cluster.failures = Array.from({ length: step.fail }, () => new Error("no"));
        else cluster.managers.get(step.at)?.update(step.request);
      }
      await cluster.clock.advance(120_000);
      expect(written(cluster)).toEqual(known(cluster, "n2"));
    }),
    { numRuns: 150 },
  );
});

test("a burst of changes is written once, one delay after the last of them", async () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 2999 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(pauses, async (waits) => {
      const cluster = new TestCluster();
      const manager = cluster.join("n1");
      cluster.elect("n1");
      cluster.writes.length = 0;
      for (const [index, wait] of waits.entries()) {
        await cluster.clock.advance(wait);
        manager.update({ operation: "update", name: "load", value: String(index), delay: 3000 });
      }
      await cluster.clock.advance(2999);
      expect(cluster.writes).toHaveLength(0);
      await cluster.clock.advance(1);
      expect(cluster.writes).toHaveLength(1);
      expect(written(cluster)).toEqual([`1 load=${waits.length - 1}`]);
    }),
    { numRuns: 100 },
  );
});

test("private values never appear in a document, and every manager has them", () => {
  const secret = fc.record({ at: fc.constantFrom(...NODES), node: fc.constantFrom(...NODES) });
  fc.assert(
    fc.property(fc.array(fc.oneof(secret, fc.constant("refresh" as const)), { minLength: 1 }), (steps) => {
      const cluster = new TestCluster();
      for (const node of NODES) cluster.join(node);
      cluster.elect("n1");
      for (const step of steps) {
        if (step === "refresh") cluster.managers.get("n1")?.refresh();
        else {
          const value = "value++";
          cluster.managers
            .get(step.at)
            ?.update({ operation: "update", name: "secret", value, node: step.node, isPrivate: true });
        }
      }
      expect(written(cluster)).toEqual([]);
      const tables = NODES.map((node) => known(cluster, node));
      expect(tables[1]).toEqual(tables[0]);
      expect(tables[2]).toEqual(tables[0]);
    }),
    { numRuns: 100 },
  );
});

test("managers that come and go, and whose messages are delivered late, come to know the same", () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ at: fc.constantFrom(...NODES), request }) },
    { weight: 3, arbitrary: fc.record({ deliver: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ join: fc.constantFrom("n2", "n3") }) },
    { weight: 1, arbitrary: fc.record({ elect: fc.constantFrom(...NODES) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const cluster = new TestCluster();
      cluster.join("n1");
      cluster.elect("n1");
      cluster.holds = true;
      for (const each of steps) {
        if ("deliver" in each) cluster.deliver(each.deliver);
        else if ("join" in each) {
          if (!cluster.managers.has(each.join)) {
            cluster.join(each.join).setWriter("n1");
          }
        } else if ("elect" in each) {
          if (cluster.managers.has(each.elect)) cluster.elect(each.elect);
        } else cluster.managers.get(each.at)?.update(each.request);
      }
      cluster.deliver();
      cluster.elect("n1");
      cluster.deliver();
      const [first, ...others] = [...cluster.managers.keys()].map((node) => known(cluster, node));
      for (const other of others) expect(other).toEqual(first);
    }),
    { numRuns: 300 },
  );
});
