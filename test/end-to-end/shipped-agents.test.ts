import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ActionResult, listAgents, OCF, ProcessRunner } from "@sanode/ra";
import { afterEach, beforeEach, expect, test } from "vitest";

// The agents that come with the command, as real processes on two nodes of one host.

const directory = fileURLToPath(new URL("../../packages/cli/agents/ocf", import.meta.url));

let scratch: string;
let one: ProcessRunner;
let two: ProcessRunner;
let site: Resource;
let address: Resource;

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const node = (name: string): ProcessRunner =>
  new ProcessRunner({
    agentDirectories: [directory],
    mark: `${scratch}/${name}`,
    stateDirectory: join(scratch, name),
  });

beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), "sanode-agents-"));
  one = node("one");
  two = node("two");
  const [backend, front] = [await freePort(), await freePort()];
  site = { id: "site", type: "website", parameters: { port: backend, text: "<Hello> & welcome" } };
  address = {
    id: "ip",
    type: "address",
    parameters: { ip: "127.0.0.20", port: front, target_port: backend },
  };
});

afterEach(async () => {
  await Promise.all([one.killAll(), two.killAll()]);
  rmSync(scratch, { recursive: true, force: true });
});

function run(
  runner: ProcessRunner,
  action: string,
  resource: Resource,
  more: Record<string, string> = {},
): Promise<ActionResult> {
  const name = runner === one ? "one" : "two";
  return runner.run({
    agent: { class: "ocf", provider: "sanode", type: resource.type },
    resource: resource.id,
    action,
    parameters: { ...resource.parameters, CRM_meta_on_node: name, ...more },
    timeout: 20_000,
  });
}

const exitCode = async (...call: Parameters<typeof run>): Promise<number> => (await run(...call)).exitCode;

const url = (): string => `http://${address.parameters.ip}:${address.parameters.port}/`;

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return String(bound.port);
}

const daemon = (nodeName: string, resource: Resource): number =>
  Number(readFileSync(join(scratch, nodeName, `sanode-${process.getuid?.()}`, pidFile(resource)), "utf8"));

const pidFile = ({ type, id }: Resource): string => `${type}-${id}.pid`;

test("both agents are found, and describe themselves", async () => {
  expect(listAgents([directory]).map(({ type }) => type)).toEqual(["address", "website"]);
  for (const type of ["address", "website"]) {
    expect(await one.metadata({ class: "ocf", provider: "sanode", type })).toMatchObject({
      metadata: { name: type, standard: "1.1" },
    });
  }
});

test.each(["website", "address"])("%s: what is asked twice succeeds twice", async (type) => {
  const resource = type === "website" ? site : address;
  const actions = ["monitor", "start", "start", "monitor", "validate-all", "stop", "stop", "monitor"];
  const codes: number[] = [];
  for (const action of actions) codes.push(await exitCode(one, action, resource));
  expect(codes).toEqual([7, 0, 0, 0, 0, 0, 0, 7]);
});

test("the page is fetched through the service address, and moves to another node with it", async () => {
  for (const [runner, name] of [
    [one, "one"],
    [two, "two"],
  ] as const) {
    expect(await exitCode(runner, "start", address)).toBe(OCF.SUCCESS);
    expect(await exitCode(runner, "start", site)).toBe(OCF.SUCCESS);
    const page = await (await fetch(url())).text();
    expect(page).toContain("&#60;Hello&#62; &#38; welcome");
    expect(page).toContain(`Served by <strong>${name}</strong>`);
    expect(await exitCode(runner, "stop", site)).toBe(OCF.SUCCESS);
    expect(await exitCode(runner, "stop", address)).toBe(OCF.SUCCESS);
    await expect(fetch(url())).rejects.toThrow();
  }
});

test("a node sees only what runs on itself", async () => {
  expect(await exitCode(one, "start", site)).toBe(OCF.SUCCESS);
  expect(await exitCode(two, "monitor", site)).toBe(OCF.NOT_RUNNING);
  expect(await exitCode(two, "stop", site)).toBe(OCF.SUCCESS);
  expect(await exitCode(one, "monitor", site)).toBe(OCF.SUCCESS);
});

test("an address that somebody has cannot be had twice, until its node dies", async () => {
  expect(await exitCode(one, "start", address)).toBe(OCF.SUCCESS);
  const { ip, port } = address.parameters;
  expect(await run(two, "start", address)).toMatchObject({
    exitCode: OCF.ERR_GENERIC,
    exitReason: `${ip} port ${port}: already taken by another process`,
  });
  await one.killAll();
  expect(await exitCode(two, "start", address)).toBe(OCF.SUCCESS);
});

test.each(["website", "address"])("%s: killed behind the cluster's back, it is not running", async (type) => {
  const resource = type === "website" ? site : address;
  expect(await exitCode(one, "start", resource)).toBe(OCF.SUCCESS);
  process.kill(daemon("one", resource), "SIGKILL");
  await expect.poll(() => exitCode(one, "monitor", resource), { timeout: 20_000 }).toBe(OCF.NOT_RUNNING);
  expect(await exitCode(one, "start", resource)).toBe(OCF.SUCCESS);
});

test("a site that no longer answers is stopped all the same", async () => {
  expect(await exitCode(one, "start", site)).toBe(OCF.SUCCESS);
  const pid = daemon("one", site);
  process.kill(pid, "SIGSTOP");
  expect(await exitCode(one, "stop", site)).toBe(OCF.SUCCESS);
  // Whoever inherits orphans here takes its time to reap them.
  await expect.poll(() => existsSync(`/proc/${pid}/exe`), { timeout: 20_000 }).toBe(false);
});

test("a new text is taken over without a restart", async () => {
  expect(await exitCode(one, "start", site)).toBe(OCF.SUCCESS);
  const before = daemon("one", site);
  expect(await exitCode(one, "reload-agent", site, { text: "Changed." })).toBe(OCF.SUCCESS);
  const page = await fetch(`http://127.0.0.1:${site.parameters.port}/`);
  expect(await page.text()).toContain("<p>Changed.</p>");
  expect(daemon("one", site)).toBe(before);
});

test("wrong parameters are named", async () => {
  expect(await run(one, "start", site, { port: "http" })).toMatchObject({
    exitCode: OCF.ERR_CONFIGURED,
    exitReason: 'port="http" is not a TCP port',
  });
  expect(await run(one, "validate-all", address, { ip: "$(reboot)" })).toMatchObject({
    exitCode: OCF.ERR_CONFIGURED,
    exitReason: 'ip="$(reboot)" is not an IP address',
  });
  expect(await run(one, "start", address, { ip: "192.0.2.1" })).toMatchObject({ exitCode: OCF.ERR_ARGS });
  expect(await run(one, "start", site, { node: "no-such-node" })).toMatchObject({
    exitCode: OCF.ERR_INSTALLED,
  });
});

test("a client that has finished sending still gets the whole answer", async () => {
  const service = createServer({ allowHalfOpen: true }, (socket) => {
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("end", () => setTimeout(() => socket.end(received.repeat(100_000)), 50));
  });
  const port = Number(address.parameters.target_port);
  await new Promise<void>((resolve) => service.listen(port, "127.0.0.1", resolve));
  expect(await exitCode(one, "start", address)).toBe(OCF.SUCCESS);
  const client = connect({ host: "127.0.0.20", port: Number(address.parameters.port), allowHalfOpen: true });
  client.end("0123456789");
  expect(await readToEnd(client)).toHaveLength(1_000_000);
  service.close();
});

async function readToEnd(socket: Socket): Promise<string> {
  let text = "";
  for await (const chunk of socket) text += chunk;
  return text;
}

test.each(["dash", "bash"])("the agents are plain shell: %s runs them", async (shell) => {
  const result = await new Promise<number | null>((resolve) => {
    const environment = {
      PATH: process.env.PATH,
      HA_RSCTMP: scratch,
      OCF_RESOURCE_INSTANCE: "plain",
      OCF_RESKEY_port: site.parameters.port,
    };
    const script = `set -e; for action in start monitor reload-agent stop; do ${shell} ${directory}/sanode/website $action; done`;
    spawn("/bin/sh", ["-c", script], { env: environment, stdio: "ignore" }).once("exit", resolve);
  });
  expect(result).toBe(0);
});
