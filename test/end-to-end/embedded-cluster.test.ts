import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Cluster, type ClusterEvent, ProcessHost } from "@sanode/controller";
import { findNodeProcesses } from "@sanode/ra";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bundle } from "./bundle.js";

// A cluster of real processes: the agents that come with the command, on nodes of this process.

const agents = fileURLToPath(new URL("../../packages/cli/agents/ocf", import.meta.url));
const nodes = ["n1", "n2", "n3"];

/** For hosts that have much else to do. */
const PATIENT = { timeout: 20_000 };

let host: ProcessHost;
let cluster: Cluster;
let events: ClusterEvent[];
let url: string;

beforeEach(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  host = new ProcessHost({ agentDirectories: [agents] });
  events = [];
  cluster = new Cluster({
    configuration: configuration(port),
    nodes,
    host,
    observer: (event) => events.push(event),
  });
});

afterEach(() => cluster.kill());

function configuration(port: number): string {
  return `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
    <crm_config><cluster_property_set id="options">
      <nvpair id="options-fencing" name="fencing-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes/><constraints/>
    <resources><primitive id="site" class="ocf" provider="sanode" type="website">
      <instance_attributes id="site-parameters">
        <nvpair id="site-port" name="port" value="${port}"/></instance_attributes>
      <operations><op id="site-monitor" name="monitor" interval="200ms" timeout="10s"/></operations>
    </primitive></resources></configuration></cib>`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return bound.port;
}

/** The node that serves the page. */
async function served(): Promise<string | undefined> {
  const text = await fetch(url).then(
    (response) => response.text(),
    () => "",
  );
  return /<strong>(.*?)<\/strong>/.exec(text)?.[1];
}

const processes = (): readonly number[] =>
  nodes.flatMap((name) => findNodeProcesses({ mark: host.mark(name) }));

test("a site is served, survives its node and its server, and ends with the cluster", async () => {
  cluster.start();
  await cluster.settled();
  const first = await served();
  expect(nodes).toContain(first);

  await cluster.loseNode(first ?? "");
  expect(findNodeProcesses({ mark: host.mark(first ?? "") })).toEqual([]);
  await cluster.settled();
  const second = await served();
  expect(nodes.filter((name) => name !== first)).toContain(second);

  await cluster.restoreNode(first ?? "");
  await cluster.settled();
  expect(await served()).toBe(second);
  expect(cluster.preview().graph.synapses).toEqual([]);

  const server = Number(readFileSync(pidFile(), "utf8"));
  process.kill(server, "SIGKILL");
  await expect.poll(() => failed(), PATIENT).toEqual(["site monitor"]);
  await cluster.settled();
  expect(await served()).toBe(second);
  expect(Number(readFileSync(pidFile(), "utf8"))).not.toBe(server);

  expect(await cluster.stop()).toEqual({ killed: [] });
  expect(processes()).toEqual([]);
  expect(existsSync(host.directory)).toBe(false);
  expect(await served()).toBeUndefined();
});

/** Where the site's agent, wherever it runs, says which process its server is. */
function pidFile(): string {
  const [file = ""] = readdirSync(host.directory, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("site.pid"),
  );
  return `${host.directory}/${file}`;
}

function failed(): readonly string[] {
  return cluster
    .state()
    .failedOperations.map(
      ({ element: { attributes } }) => `${attributes.operation_key?.split("_")[0]} ${attributes.operation}`,
    );
}

test("a cluster that is killed in the midst of its start leaves nothing behind", async () => {
  cluster.start();
  await expect.poll(() => processes().length, PATIENT).toBeGreaterThan(0);
  await cluster.kill();
  expect(processes()).toEqual([]);
  expect(existsSync(host.directory)).toBe(false);
});

test.each(["SIGTERM", "SIGINT", "exception", "exit"])(
  "a process that ends by %s takes its cluster along",
  async (end) => {
    const scratch = mkdtempSync(join(tmpdir(), "sanode-test-"));
    try {
      const program = join(scratch, "program.mjs");
      await bundle(fileURLToPath(new URL("./short-lived-cluster.ts", import.meta.url)), scratch, "program");
      const configured = join(scratch, "cib.xml");
      writeFileSync(configured, configuration(await freePort()));
      const child = spawn(process.execPath, [program, configured, agents, end], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      const ended = once(child, "close");
      const [line] = await once(child.stdout.setEncoding("utf8"), "data");
      const [directory = "", mark = ""] = String(line).trim().split(" ");
      expect(existsSync(directory)).toBe(true);
      expect(findNodeProcesses({ mark }).length).toBeGreaterThan(0);
      if (end.startsWith("SIG")) child.kill(end === "SIGTERM" ? "SIGTERM" : "SIGINT");
      const [code, signal] = await ended;
      expect(signal ?? code).toBe({ exception: 1, exit: 3 }[end] ?? end);
      expect(findNodeProcesses({ mark })).toEqual([]);
      expect(existsSync(directory)).toBe(false);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
);
