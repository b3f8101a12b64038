import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type RunningCluster, spawnAndWait } from "./running-cluster.js";

const reference = process.env.SANODE_REFERENCE;

/** A real Pacemaker reads the status that our cluster has written, and says the same of it as we do. */
export async function agreesWithReference(cluster: RunningCluster): Promise<void> {
  if (reference === undefined) return;
  const path = join(cluster.directory, "written.xml");
  writeFileSync(path, (await cluster.client.ask("query", {})).cib);
  const options = ["--simulate", "--show-failcounts", "--show-scores", "--xml-file", path];
  const theirs = await spawnAndWait(join(reference, "crm_simulate"), options);
  const ours = await cluster.sanode("simulate", ...options);
  expect(ours).toEqual(theirs);
  const environment = { ...process.env, CIB_file: path };
  const mon = await spawnAndWait(join(reference, "crm_mon"), ["-1", "--inactive"], environment);
  const status = await cluster.sanode("status", "-x", path);
  expect(nodesAndResources(status.stdout)).toBe(nodesAndResources(mon.stdout));
}

/** The summary before says who has printed it and when; failures are told more or less briefly. */
function nodesAndResources(text: string): string {
  const [, sections = ""] =
    /(Node List:.*?)(Migration Summary:|Failed Resource Actions:|$)/s.exec(text) ?? [];
  return sections.trim();
}
