import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml, fromEpoch } from "@sanode/cib";
import { currentDigests, findResource, type Primitive, type Resource, unpack } from "@sanode/pengine";
import { afterAll, expect, test } from "vitest";
import { generateCib } from "./generate.js";
import { Random } from "./random.js";

// Digests of resources' parameters, compared with those that the reference's crm_resource shows for random clusters.
// Runs if SANODE_REFERENCE names a directory with crm_resource.

const tools = process.env.SANODE_REFERENCE;
if (tools === undefined) console.info("SANODE_REFERENCE is not set: no comparison of resources' digests");

const CLUSTERS = 60;
const OF_EACH = 4;
const OVERRIDES = [
  [],
  ["state=/tmp/x", "more=<&>"],
  ["CRM_meta_interval=10000"],
  ["passwd=x", "state="],
] as const;

const scratch = mkdtempSync(join(tmpdir(), "sanode-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test.skipIf(tools === undefined)(
  "the digests of resources are those that crm_resource shows",
  () => {
    for (let seed = 1; seed <= CLUSTERS; seed += 1) {
      const cib = generateCib(seed);
      const path = join(scratch, "cib.xml");
      writeFileSync(path, formatXml(cib));
      const random = new Random(seed);
      const state = unpack(cib, { now: fromEpoch(Math.floor(Date.now() / 1000)) });
      const primitives = state.resources.flatMap(primitivesOf);
      for (let count = 0; count < OF_EACH; count += 1) {
        const id = random.pick(primitives)?.id ?? "";
        const node = random.pick(state.nodes);
        const overrides = random.pick(OVERRIDES) ?? [];
        const resource = findResource(state, id);
        if (node === undefined) throw new Error("There is no node");
        if (resource?.kind !== "primitive") throw new Error(`There is no primitive ${id}`);
        const values = new Map(overrides.map((text) => cut(text)));
        const { all, nonPrivate, nonReloadable } = currentDigests(state, resource, node, values);
        const theirs = shown(path, ["-r", id, "-N", node.name, ...overrides]);
        // The reference does not open documents that other tools of it tolerate.
        if (theirs === "refused") continue;
        const ours = [all, nonPrivate, ...(nonReloadable === null ? [] : [nonReloadable])];
        expect({ seed, id, node: node.name, overrides, digests: ours }).toEqual({
          seed,
          id,
          node: node.name,
          overrides,
          digests: theirs,
        });
      }
    }
  },
  120_000,
);

function primitivesOf(resource: Resource): readonly Primitive[] {
  if (resource.kind !== "primitive") return resource.children.flatMap(primitivesOf);
  return resource.removed ? [] : [resource];
}

function cut(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}

function shown(path: string, words: readonly string[]): readonly string[] | "refused" {
  const { stdout, status } = spawnSync(join(tools ?? "", "crm_resource"), ["--digests", ...words], {
    env: { ...process.env, CIB_file: path },
    encoding: "utf8",
    timeout: 20_000,
  });
  if (status === 78) return "refused";
  return stdout
    .split("\n")
    .filter((line) => line.includes("parameters)"))
    .map((line) => line.slice(0, 32));
}
