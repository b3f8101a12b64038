import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatXml } from "@sanode/cib";
import { SystemClock } from "@sanode/ra";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { primitive, smallCib } from "../../test-support/life.js";
import { setValue } from "../administration/index.js";
import { Cluster } from "../cluster.js";
import { SimulatedHost } from "../host/simulated-host.js";
import { StateDirectory } from "../state/state-directory.js";
import { ControlClient } from "./client.js";
import { ControlServer } from "./server.js";

let directory: string;
let state: StateDirectory;
let cluster: Cluster;
let server: ControlServer;
let stops: number;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "sanode-test-"));
  state = new StateDirectory(join(directory, "state"));
  state.prepare();
  const clock = new SystemClock();
  cluster = new Cluster({
    configuration: smallCib({ resources: primitive("A") }),
    nodes: ["n1"],
    host: new SimulatedHost(clock),
    clock,
  });
  stops = 0;
  server = await ControlServer.listen({
    path: state.socket,
    token: state.renewToken(),
    software: "test",
    target: cluster,
    stop: () => {
      stops += 1;
    },
  });
  cluster.start();
  await cluster.settled();
});

afterEach(async () => {
  await server.close();
  await cluster.kill();
  rmSync(directory, { recursive: true, force: true });
});

const connect = (more = {}): Promise<ControlClient> =>
  ControlClient.connect({ directory: state.path, ...more });

/** All that the server says to somebody who sends this, until it hangs up. */
async function answerTo(bytes: Uint8Array | string): Promise<string> {
  const socket = createConnection(state.socket);
  await once(socket, "connect");
  const text = everythingOf(socket);
  socket.end(bytes);
  return text;
}

async function everythingOf(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (part) => {
    text += String(part);
  });
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("close", resolve));
  return text;
}

test("a client sees the cluster and changes its configuration", async () => {
  const client = await connect();
  expect((await client.cib()).attributes).toMatchObject({ epoch: "1", "have-quorum": "1" });
  const stopA = { resource: "A", kind: "meta_attributes", name: "target-role" } as const;
  await client.change((cib) => setValue(cib, stopA, "Stopped").cib, {
    client: "test",
    user: "me",
  });
  expect(await client.ask("wait", { timeout: 10_000 })).toEqual({ settled: true });
  expect(cluster.cib.attributes).toMatchObject({ epoch: "2", "update-client": "test", "update-user": "me" });
  expect(cluster.statusText()).toContain("Stopped (disabled)");
  client.close();
});

test("of two who change the same version the second one is told, and nothing is lost", async () => {
  const client = await connect();
  const { cib } = await client.ask("query", {});
  const origin = { client: "test", user: "me" };
  await client.ask("replace", { cib, version: "0.1", ...origin });
  await expect(client.ask("replace", { cib, version: "0.1", ...origin })).rejects.toMatchObject({
    code: "conflict",
  });
  client.close();
});

test("a configuration that cannot be used is refused with a reason, and the present one stays", async () => {
  const client = await connect();
  const broken = { cib: "<cib/>", version: "0.1", client: "test", user: "me" };
  await expect(client.ask("replace", broken)).rejects.toThrow(/schema/);
  expect(cluster.cib.attributes.epoch).toBe("1");
  client.close();
});

test("failures are forgotten on demand, and resources looked at anew", async () => {
  const client = await connect();
  await client.ask("fail", { resource: "A", node: "n1" });
  await client.ask("wait", { timeout: 10_000 });
  expect(formatXml(cluster.cib)).toContain("fail-count-A#asyncmon_0");
  expect(await client.ask("forget", { failedOnly: true })).toEqual({
    forgotten: [{ resource: "A", node: "n1" }],
  });
  await client.ask("wait", { timeout: 10_000 });
  expect(formatXml(cluster.cib)).not.toContain("fail-count-A#asyncmon_0");
  expect(await client.ask("forget", { failedOnly: true })).toEqual({ forgotten: [] });
  client.close();
});

test("who watches is told that something has changed", async () => {
  let changed = (): void => {};
  const told = new Promise<void>((resolve) => {
    changed = resolve;
  });
  const client = await connect({ onChange: () => changed() });
  await client.ask("watch", {});
  cluster.setNodeAttribute("n1", "rack", "7");
  await told;
  client.close();
});

test("a stop is asked for, not done", async () => {
  const client = await connect();
  await client.ask("stop", {});
  expect(stops).toBe(1);
  client.close();
});

test("nobody but the owner can come near the socket and the token", () => {
  expect(statSync(state.path).mode & 0o777).toBe(0o700);
  expect(statSync(state.socket).mode & 0o777).toBe(0o600);
  expect(statSync(join(state.path, "token")).mode & 0o777).toBe(0o600);
});

test("without the right token nothing is answered", async () => {
  const text = await answerTo('{"version":1,"token":"guessed"}\n{"id":1,"method":"query","params":{}}\n');
  expect(text).toContain("The token is wrong");
  expect(text).not.toContain("<cib");
});

test("another version is told which one is spoken", async () => {
  expect(await answerTo('{"version":2,"token":"x"}\n')).toContain("speaks version 1");
});

test("a cluster of an older version is not asked what it does not know", async () => {
  await server.close();
  const older = createServer((socket) => {
    socket.write('{"protocol":"sanode-control","version":1,"software":"older"}\n');
    socket.once("data", () => socket.write('{"welcome":true}\n'));
  });
  await new Promise<void>((resolve) => older.listen(state.socket, resolve));
  const client = await connect();
  expect([client.knows("query"), client.knows("fencing-history")]).toEqual([true, false]);
  await expect(client.ask("fencing-history", {})).rejects.toMatchObject({ code: "unsupported" });
  client.close();
  await new Promise((resolve) => older.close(resolve));
});

test("fencing is asked for with its outcome, confirmed, and remembered", async () => {
  const client = await connect();
  const request = { node: "n1", timeout: 10, client: "test.1" } as const;
  // There is no device, and to unfence needs one.
  expect(await client.ask("request-fencing", { ...request, action: "on" })).toMatchObject({
    succeeded: false,
  });
  const done = await client.ask("request-fencing", { ...request, action: "off" });
  expect(done).toMatchObject({ succeeded: true, delegate: "n1" });
  expect(cluster.nodes[0]?.isUp).toBe(false);
  await client.ask("restore", { node: "n1" });
  expect(await client.ask("confirm-fencing", { node: "n1", client: "test.1" })).toMatchObject({
    succeeded: true,
    delegate: "a human",
  });
  await client.ask("restore", { node: "n1" });
  const { records } = await client.ask("fencing-history", {});
  expect(records.map(({ action, state, delegate }) => `${action} ${state} ${delegate}`).sort()).toEqual([
    "off completed a human",
    "off completed n1",
  ]);
  await expect(client.ask("request-fencing", { ...request, action: "off", timeout: 0 })).rejects.toThrow(
    "timeout",
  );
  client.close();
});

test("a line without end is cut off before it fills the memory", async () => {
  expect(await answerTo("x".repeat(100_000))).toContain("more than 4096 bytes");
});

test("whatever is sent, the cluster goes on and the next client is served", async () => {
  const token = state.renewToken();
  await server.close();
  server = await ControlServer.listen({
    path: state.socket,
    token,
    software: "test",
    target: cluster,
    stop: () => {},
  });
  const hello = JSON.stringify({ version: 1, token });
  const method = fc.constantFrom("query", "forget", "fail", "attribute", "wait", "nothing", "__proto__");
  const requests = fc.array(
    fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ id: fc.integer(), method, params: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    ),
    { maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(requests, fc.boolean(), async (lines, isKnown) => {
      await answerTo([...(isKnown ? [hello] : []), ...lines, ""].join("\n"));
      const client = await connect();
      expect((await client.cib()).name).toBe("cib");
      client.close();
    }),
    { numRuns: 60 },
  );
});

test("transient attributes are changed and asked for as attribute managers know them", async () => {
  const client = await connect();
  const x = { node: "n1", name: "x" };
  await client.ask("attribute", { ...x, value: "1", delay: 60_000 });
  await client.ask("attribute", { ...x, value: "value++" });
  expect(await client.ask("query-attribute", { name: "x" })).toEqual({
    values: [{ node: "n1", value: "2" }],
  });
  expect(formatXml(await client.cib())).not.toContain('name="x"');
  await client.ask("refresh-attributes", {});
  expect(formatXml(await client.cib())).toContain('<nvpair id="status-1-x" name="x" value="2"/>');
  await client.ask("attribute", { ...x, value: null, operation: "update-delay", delay: 0 });
  await client.ask("attribute", { ...x, name: "^x$", isPattern: true, value: null });
  expect(formatXml(await client.cib())).not.toContain('name="x"');
  await client.ask("attribute", { ...x, name: "cpu", value: "8", utilization: true, setId: "mine" });
  expect(formatXml(await client.cib())).toContain('<utilization id="mine">');
  await client.ask("attribute", { ...x, name: "secret", value: "s", isPrivate: true });
  expect(await client.ask("query-attribute", { name: "secret", node: "N1" })).toEqual({
    values: [{ node: "N1", value: "s" }],
  });
  expect(await client.ask("query-attribute", { name: "nothing" })).toEqual({ values: null });
  client.close();
});

test("a change of an attribute that makes no sense is refused, and why", async () => {
  const client = await connect();
  const x = { node: "n1", name: "x", value: null };
  const refusals = [
    [{ ...x, operation: "update" }, "value: needs a value"],
    [{ ...x, operation: "update-delay" }, "delay: needs a delay"],
    [{ ...x, value: "\u0000" }, "value: has a character that XML cannot have"],
    [{ ...x, name: "\ud800" }, "name: has a character that XML cannot have"],
    [{ ...x, node: "n9" }, "There is no node n9"],
  ] as const;
  for (const [params, message] of refusals) {
    await expect(client.ask("attribute", params)).rejects.toThrow(message);
  }
  client.close();
});
