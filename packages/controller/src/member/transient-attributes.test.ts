import { descendants } from "@sanode/cib";
import { featureSet } from "@sanode/pengine";
import { expect, test } from "vitest";
import { Life, primitive } from "../../test-support/life.js";
import type { Cluster } from "../cluster.js";
import { attributeValues } from "./transient-attributes.js";

/** What the CIB says of a node's transient attributes. */
function written({ cib, nodes }: Cluster, node: string): Record<string, string> {
  const id = nodes.find(({ name }) => name === node)?.id;
  const found = [...descendants(cib)].find(
    ({ name, attributes }) => name === "transient_attributes" && attributes.id === id,
  );
  return Object.fromEntries(attributeValues(found));
}

const FEATURE_SET = { "#feature-set": featureSet };

async function twoNodes(): Promise<Life> {
  const life = new Life({ resources: primitive("A"), nodes: ["n1", "n2"] });
  await life.start();
  life.news();
  return life;
}

test("every node that is up tells its feature set; one that goes and comes back has forgotten all else", async () => {
  const life = await twoNodes();
  const { cluster } = life;
  cluster.updateAttributes({ operation: "update", name: "x", value: "1", node: "n2" });
  expect(written(cluster, "n2")).toEqual({ ...FEATURE_SET, x: "1" });
  await life.until(cluster.loseNode("n2"));
  expect(written(cluster, "n2")).toEqual({});
  expect(cluster.queryAttribute("x", "n2")).toEqual([{ node: "n2", value: null }]);
  await life.until(cluster.restoreNode("n2"));
  expect(written(cluster, "n2")).toEqual(FEATURE_SET);
  await life.until(cluster.stop());
  expect(written(cluster, "n1")).toEqual({});
});

test("a change waits for the attribute's delay, and is decided upon when it is written", async () => {
  const life = await twoNodes();
  const { cluster, clock } = life;
  cluster.updateAttributes({ operation: "update", name: "ping", value: "100", delay: 5000, node: "n1" });
  await clock.advance(4999);
  expect([written(cluster, "n1"), life.news()]).toEqual([FEATURE_SET, []]);
  expect(cluster.queryAttribute("ping")).toEqual([{ node: "n1", value: "100" }]);
  await clock.advance(1);
  await life.settled();
  expect([written(cluster, "n1").ping, life.news()[0]]).toEqual([
    "100",
    expect.stringMatching(/^\d+: Attribute ping of n1 changed$/),
  ]);
  cluster.updateAttributes({ operation: "update", name: "ping", value: "0", node: "n1" });
  cluster.refreshAttributes();
  expect(written(cluster, "n1").ping).toBe("0");
  await life.until(cluster.stop());
});

test("a private attribute is known and never written", async () => {
  const life = await twoNodes();
  const { cluster } = life;
  cluster.updateAttributes({ operation: "update", name: "p", value: "1", isPrivate: true, node: "N1" });
  cluster.refreshAttributes();
  expect([cluster.queryAttribute("p"), written(cluster, "n1"), life.news()]).toEqual([
    [{ node: "n1", value: "1" }],
    FEATURE_SET,
    [],
  ]);
  await life.until(cluster.stop());
});

test("a node that is not there has no attributes, and a cluster that does not run gets none", async () => {
  const life = new Life({ resources: "", nodes: ["n1"] });
  const set = (node: string) => () =>
    life.cluster.updateAttributes({ operation: "update", name: "x", value: "1", node });
  expect(set("n1")).toThrow("The cluster cannot be given attributes: it is new");
  await life.start();
  expect(set("n9")).toThrow("There is no node n9");
  await life.until(life.cluster.stop());
  expect(set("n1")).toThrow("it is ended");
});

test("a failure and its time are written together", async () => {
  const life = await twoNodes();
  const { cluster, host, clock } = life;
  const [node = ""] = life.where("A");
  const updates = new Set<string | undefined>();
  cluster.observe((event) => {
    if (event.kind === "attribute-changed") updates.add(cluster.cib.attributes.num_updates);
  });
  host.agents(node).setState("A", "stopped");
  await clock.advance(11_000);
  await life.settled();
  expect(Object.keys(written(cluster, node))).toEqual([
    "#feature-set",
    "last-failure-A#monitor_10000",
    "fail-count-A#monitor_10000",
  ]);
  expect(updates.size).toBe(1);
  await life.until(cluster.stop());
});
