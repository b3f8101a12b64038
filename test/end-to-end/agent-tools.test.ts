import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { descendants } from "@sanode/cib";
import { ControlClient } from "@sanode/controller";
import { killNodeProcessesSync } from "@sanode/ra";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundle } from "./bundle.js";

// Agents that Debian ships, which tell the cluster of themselves by the commands that they know from Pacemaker.

const AGENTS = "/usr/lib/ocf/resource.d";
const isInstalled = [
  "pacemaker/Stateful",
  "pacemaker/attribute",
  "pacemaker/ping",
  "heartbeat/Stateful",
  "heartbeat/NodeUtilization",
].every((agent) => existsSync(join(AGENTS, agent)));
const NODES = ["n1", "n2"];

const programs = mkdtempSync(join(tmpdir(), "sanode-test-"));
let directory: string;
let running: ChildProcess | undefined;

beforeAll(() =>
  bundle(fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url)), programs, "sanode"),
);
afterAll(() => rmSync(programs, { recursive: true, force: true }));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sanode-test-"));
});

afterEach(async () => {
  if (running?.exitCode === null && running.signalCode === null) {
    running.kill("SIGKILL");
    await once(running, "exit");
  }
  const identity = join(directory, "state", "identity");
  for (const node of existsSync(identity) ? NODES : []) {
    killNodeProcessesSync({ mark: `${readFileSync(identity, "utf8").trim()}/${node}` });
  }
  rmSync(directory, { recursive: true, force: true });
});

/** Runs the command, connects to the cluster and waits until nothing is left to be done. */
async function start(resources: string): Promise<ControlClient> {
  const [file, state] = [join(directory, "cib.xml"), join(directory, "state")];
  writeFileSync(
    file,
    `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="f" name="fencing-enabled" value="false"/>
    </cluster_property_set></crm_config><nodes/><resources>${resources}</resources><constraints/>
    </configuration></cib>`,
  );
  const nodes = NODES.flatMap((node) => ["--node", node]);
  const child = spawn(
    process.execPath,
    [join(programs, "sanode.mjs"), "run", file, "--state", state, "--quiet", ...nodes],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  running = child;
  let client: ControlClient | undefined;
  while (client === undefined) {
    client = await ControlClient.connect({ directory: state }).catch(() => undefined);
    if (child.exitCode !== null) throw new Error("The command has ended");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await settled(client);
  return client;
}

async function settled(client: ControlClient): Promise<void> {
  expect(await client.ask("wait", { timeout: 60_000 })).toEqual({ settled: true });
}

async function sanode(...args: string[]): Promise<string> {
  const env = { ...process.env, SANODE_STATE: join(directory, "state") };
  const { stdout } = await promisify(execFile)(process.execPath, [join(programs, "sanode.mjs"), ...args], {
    env,
  });
  return stdout;
}

/** A resource that runs on both nodes, with a state of its own on each of them, though they share the host's files. */
function clone(id: string, agent: string, more: Readonly<Record<string, string>> = {}): string {
  const [provider = "", type = ""] = agent.split("/");
  const pair = (block: string, name: string, value: string): string =>
    `<nvpair id="${id}-${block}-${name}" name="${name}" value="${value}"/>`;
  const common = Object.entries(more).map(([name, value]) => pair("all", name, value));
  const blocks = NODES.map((node) => {
    const rule = `<rule id="${id}-${node}-rule" score="1"><expression id="${id}-${node}-here" attribute="#uname"
      operation="eq" value="${node}"/></rule>`;
    const files = ["state", "pidfile"].map((name) => pair(node, name, `${directory}/${id}-${node}`));
    return `<instance_attributes id="${id}-${node}">${rule}${files.join("")}</instance_attributes>`;
  });
  return `<clone id="${id}-clone"><meta_attributes id="${id}-meta">
    ${pair("clone", "promotable", String(type === "Stateful"))}</meta_attributes>
    <primitive id="${id}" class="ocf" provider="${provider}" type="${type}">${blocks.join("")}
    <operations><op id="${id}-monitor" name="monitor" interval="1h" timeout="60s"/></operations>
    <instance_attributes id="${id}-all">${common.join("")}</instance_attributes></primitive></clone>`;
}

describe.skipIf(!isInstalled)("agents that Debian ships", () => {
  test.each(["pacemaker/Stateful", "heartbeat/Stateful"])(
    "%s is promoted, as it sets its own promotion score",
    async (agent) => {
      const client = await start(clone("db", agent));
      const scores = await client.ask("query-attribute", { name: "master-db" });
      const promoted = scores.values?.find(({ value }) => value === "10")?.node ?? "";
      expect(scores.values?.map(({ value }) => value).sort()).toEqual(["10", "5"]);
      const other = promoted === "n1" ? "n2" : "n1";
      expect(await sanode("status")).toMatch(
        new RegExp(`\\* Promoted: \\[ ${promoted} \\]\\s+\\* Unpromoted: \\[ ${other} \\]`),
      );
      expect(await sanode("attribute", "-N", promoted, "-p", "db", "-q")).toBe("10\n");
      client.close();
      running?.kill("SIGTERM");
      if (running !== undefined) await once(running, "exit");
      expect(running?.exitCode).toBe(0);
    },
  );

  test("what is demoted and promoted says so by its scores", async () => {
    const client = await start(clone("db", "pacemaker/Stateful"));
    const scores = async () => (await client.ask("query-attribute", { name: "master-db" })).values;
    const promoted = (await scores())?.find(({ value }) => value === "10")?.node ?? "";
    await sanode("node", "standby", promoted);
    await settled(client);
    expect(await scores()).toEqual(
      expect.arrayContaining([
        { node: promoted, value: null },
        { node: promoted === "n1" ? "n2" : "n1", value: "10" },
      ]),
    );
    client.close();
  });

  test("when the cluster's process was killed, scores are learnt anew and nothing is demoted", async () => {
    const first = await start(clone("db", "pacemaker/Stateful"));
    const scores = async (client: ControlClient) =>
      (await client.ask("query-attribute", { name: "master-db" })).values?.toSorted((a, b) =>
        a.node < b.node ? -1 : 1,
      );
    const before = await scores(first);
    first.close();
    running?.kill("SIGKILL");
    if (running !== undefined) await once(running, "exit");
    const second = await start(clone("db", "pacemaker/Stateful"));
    expect(await scores(second)).toEqual(before);
    const operations = [...descendants(await second.cib())].flatMap(({ name, attributes }) =>
      name === "lrm_rsc_op" ? [attributes.operation] : [],
    );
    expect(new Set(operations)).toEqual(new Set(["monitor"]));
    second.close();
  });

  test("attribute and ping keep attributes of the node where they run, ping with dampening", async () => {
    const client = await start(
      clone("mark", "pacemaker/attribute", { name: "mark" }) +
        clone("net", "pacemaker/ping", { host_list: "127.0.0.1", dampen: "1h", attempts: "1" }),
    );
    expect(await sanode("attrd", "-n", "mark", "-Q", "-A")).toMatch(
      /^name="mark" host="n\d" value="1"\nname="mark" host="n\d" value="1"\n$/,
    );
    expect(await sanode("attrd", "-n", "pingd", "-N", "n1")).toMatch(
      /^name="pingd" host="n1" value="[01]"\n$/,
    );
    const pinged = (): Promise<string> =>
      sanode("attribute", "-N", "n1", "-t", "status", "-n", "pingd", "-q", "-d", "none");
    expect(await pinged()).toBe("none\n");
    await sanode("attrd", "-R");
    expect(await pinged()).toMatch(/^[01]\n$/);
    client.close();
  });

  test("NodeUtilization learns on which node it is, and tells what that has to offer", async () => {
    const client = await start(clone("offer", "heartbeat/NodeUtilization"));
    const cpu = (node: string): Promise<string> => sanode("attribute", "-N", node, "-z", "-n", "cpu", "-q");
    expect([await cpu("n1"), await cpu("n2")]).toEqual([
      expect.stringMatching(/^\d+\n$/),
      expect.stringMatching(/^\d+\n$/),
    ]);
    client.close();
  });
});
