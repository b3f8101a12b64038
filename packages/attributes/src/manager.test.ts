import { firstElement, formatXml } from "@sanode/cib";
import { expect, test } from "vitest";
import { TestCluster } from "../test-support/cluster.js";

function statusOf({ cib }: TestCluster): string {
  const status = firstElement(cib, "status");
  return status === undefined ? "" : formatXml(status);
}

function alone(options: { readonly mergesWrites?: boolean } = {}) {
  const cluster = new TestCluster();
  const manager = cluster.join("n1", options);
  cluster.elect("n1");
  cluster.writes.length = 0;
  return { cluster, manager };
}

test("values are written as Pacemaker writes them, with ids that can be ids", () => {
  const { cluster, manager } = alone();
  manager.update(
    { operation: "update", name: "foo", value: "bar" },
    { operation: "update", name: "cpu", value: "8", setType: "utilization" },
    { operation: "update", name: "we ird:a/b", value: "1" },
    { operation: "update", name: "#feature-set", value: "3" },
    { operation: "update", name: "9x", value: "v", setId: "9 set" },
  );
  manager.update({ operation: "delete", name: "foo" });
  expect(statusOf(cluster)).toBe(`<status>
  <node_state id="1">
    <transient_attributes id="1">
      <instance_attributes id="status-1">
        <nvpair id="status-1-we.ird:a.b" name="we ird:a/b" value="1"/>
        <nvpair id="status-1-.feature-set" name="#feature-set" value="3"/>
      </instance_attributes>
      <utilization id="status-1">
        <nvpair id="status-1-cpu" name="cpu" value="8"/>
      </utilization>
      <instance_attributes id="_.set">
        <nvpair id="_.set-9x" name="9x" value="v"/>
      </instance_attributes>
    </transient_attributes>
  </node_state>
</status>
`);
});

test("each write is a transaction that counts one update for each value and one for itself", () => {
  const { cluster, manager } = alone();
  manager.update({ operation: "update", name: "a", value: "1" });
  expect(cluster.cib.attributes.num_updates).toBe("2");
  manager.update({ operation: "update", name: "a", value: "2", node: "n2" });
  expect(cluster.cib.attributes.num_updates).toBe("4");
});

test("a change waits for its delay, which each further change begins anew", async () => {
  const { cluster, manager } = alone();
  const set = (value: string) => manager.update({ operation: "update", name: "load", value, delay: 4000 });
  set("1");
  await cluster.clock.advance(1000);
  set("2");
  await cluster.clock.advance(2000);
  set("3");
  await cluster.clock.advance(3999);
  expect(cluster.writes).toHaveLength(0);
  await cluster.clock.advance(1);
  expect(cluster.writes).toHaveLength(1);
  expect(statusOf(cluster)).toContain('value="3"');
});

test("the delay is that of the request that makes an attribute, unless a request sets it", async () => {
  const { cluster, manager } = alone();
  manager.update({ operation: "update", name: "a", value: "1" });
  manager.update({ operation: "update", name: "a", value: "2", delay: 5000 });
  expect(cluster.writes).toHaveLength(2);
  manager.update({ operation: "update-delay", name: "a", delay: 5000 });
  expect(cluster.writes).toHaveLength(3);
  manager.update({ operation: "update", name: "a", value: "3" });
  expect(cluster.writes).toHaveLength(3);
  manager.update({ operation: "update-both", name: "a", value: "4", delay: 9000 });
  expect(cluster.writes).toHaveLength(4);
  expect(statusOf(cluster)).toContain('value="3"');
  manager.update({ operation: "update-both", name: "a", value: "5", delay: 9000 });
  expect(cluster.writes).toHaveLength(4);
  await cluster.clock.advance(9000);
  expect(cluster.writes).toHaveLength(5);
  expect(statusOf(cluster)).toContain('value="5"');
});

test("what exists is asked for, not what is set", () => {
  const { manager } = alone();
  manager.update({ operation: "update-delay", name: "unknown", delay: 1000 });
  expect(manager.query("unknown")).toBeUndefined();
  manager.update({ operation: "update-both", name: "both", value: "5" });
  expect(manager.query("both", "n1")).toEqual([{ node: "n1", value: null }]);
  manager.update({ operation: "delete", name: "deleted" });
  expect(manager.query("deleted", "n1")).toEqual([{ node: "n1", value: null }]);
  manager.update({ operation: "update", name: "a", value: "Bar" });
  manager.update({ operation: "update", name: "a", value: "bAR", node: "N1" });
  expect(manager.query("a")).toEqual([{ node: "n1", value: "Bar" }]);
});

test("a pattern means the names that there are", () => {
  const { manager } = alone();
  manager.update({ operation: "update", name: "cnt", value: "1" });
  manager.update({ operation: "update", name: "other", value: "1" });
  manager.update({ operation: "update", pattern: "^c.*", value: "value++" });
  expect(manager.query("cnt", "n1")?.[0]?.value).toBe("2");
  expect(manager.query("other", "n1")?.[0]?.value).toBe("1");
});

test("what changes during a write is written after it, without a delay; a write that fails is tried again", async () => {
  const { cluster, manager } = alone();
  cluster.writeTime = 100;
  manager.update({ operation: "update", name: "a", value: "1" });
  manager.update({ operation: "update", name: "a", value: "2" });
  cluster.failures = [new Error("lost")];
  await cluster.clock.advance(200);
  expect(cluster.writes).toHaveLength(0);
  await cluster.clock.advance(2000);
  expect(cluster.writes).toHaveLength(1);
  expect(statusOf(cluster)).toContain('value="2"');
});

test("values of a node whose id is not known are written when it is learned, and not before", () => {
  const cluster = new TestCluster();
  const manager = cluster.join("n1");
  cluster.elect("n1");
  cluster.writes.length = 0;
  manager.update({ operation: "update", name: "a", value: "1", node: "far" });
  expect(manager.query("a", "far")?.[0]?.value).toBe("1");
  expect(cluster.writes).toHaveLength(0);
  cluster.learnId("far", "77");
  manager.nodeIdLearned("far");
  expect(statusOf(cluster)).toContain('id="status-77-a"');
});

test("attributes that become due together may be written together, but for different users", () => {
  const { cluster, manager } = alone({ mergesWrites: true });
  manager.update(
    { operation: "update", name: "last-failure-A#start_0", value: "100" },
    { operation: "update", name: "fail-count-A#start_0", value: "value++" },
    { operation: "update", name: "mine", value: "1", user: "joe" },
  );
  expect(cluster.writes.map(({ attributes, user }) => [user, ...attributes])).toEqual([
    [undefined, "last-failure-A#start_0", "fail-count-A#start_0"],
    ["joe", "mine"],
  ]);
});

test("an attribute keeps the user, the set and the privacy of the request that made it", () => {
  const { cluster, manager } = alone();
  manager.update({ operation: "update", name: "a", value: "1", user: "joe", setId: "mine" });
  manager.update({ operation: "update", name: "a", value: "2", user: "ann", isPrivate: true });
  expect(cluster.writes.map(({ user }) => user)).toEqual(["joe", "joe"]);
  expect(statusOf(cluster)).toContain('<nvpair id="mine-a" name="a" value="2"/>');
});

test("failures are forgotten of everything, of a resource, or of one operation", () => {
  const { manager } = alone();
  const names = ["fail-count-A#start_0", "last-failure-A#monitor_10000", "fail-count-AB#start_0", "other"];
  manager.update(...names.map((name) => ({ operation: "update" as const, name, value: "1" })));
  expect(manager.clearFailures({ resource: "A", operation: "start", node: "n2" })).toEqual([]);
  expect(manager.clearFailures({ resource: "A", operation: "start" })).toEqual([names[0]]);
  expect(manager.clearFailures({ resource: "A" })).toEqual([names[1]]);
  expect(manager.clearFailures({})).toEqual([names[2]]);
  expect(manager.query("other", "n1")?.[0]?.value).toBe("1");
});

test("a node that goes takes its values with it, also from what is written", () => {
  const cluster = new TestCluster();
  const manager = cluster.join("n1");
  cluster.join("n2");
  cluster.elect("n1");
  manager.update({ operation: "update", name: "a", value: "1" });
  manager.update({ operation: "update", name: "a", value: "2", node: "n2" });
  manager.removeNode("n2");
  for (const each of cluster.managers.values()) expect(each.query("a")).toEqual([{ node: "n1", value: "1" }]);
  expect(statusOf(cluster)).not.toContain('value="2"');
});

test("without a writer nothing is written, and nothing is lost", () => {
  const cluster = new TestCluster();
  const first = cluster.join("n1");
  const second = cluster.join("n2");
  cluster.elect("n1");
  cluster.managers.delete("n1");
  first.close();
  second.nodeLost("n1");
  cluster.writes.length = 0;
  second.update({ operation: "update", name: "a", value: "1" });
  expect(cluster.writes).toHaveLength(0);
  second.setWriter("n2");
  expect(statusOf(cluster)).toContain('name="a" value="1"');
});

test("one who comes is told everything, and a table never says what its own values are", () => {
  const cluster = new TestCluster();
  const first = cluster.join("n1");
  cluster.elect("n1");
  first.update({ operation: "update", name: "a", value: "1" });
  first.update({ operation: "update", name: "a", value: "stale", node: "n2" });
  const second = cluster.join("n2");
  second.update({ operation: "update", name: "b", value: "own" });
  first.setWriter(undefined);
  first.setWriter("n1");
  for (const each of [first, second]) {
    expect(each.query("a")).toContainEqual({ node: "n1", value: "1" });
    expect(each.query("b")).toEqual([{ node: "n2", value: "own" }]);
  }
});
