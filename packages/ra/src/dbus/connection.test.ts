import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DBusConnection, type MethodCall } from "./connection.js";
import { decodeMessage, encodeMessage, type Message, MessageType, messageLength } from "./message.js";

// A bus that does what each test wants, to see what becomes of calls when it goes wrong.

let scratch: string;
let server: Server;
const sockets = new Set<Socket>();

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "sanode-bus-"));
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  rmSync(scratch, { recursive: true, force: true });
});

type Answer = (call: Message, socket: Socket) => void;

/** A bus that answers `Hello`, and all else as told. Resolves to its socket's path. */
async function bus(answer: Answer, greeting = "OK 0123456789abcdef\r\n"): Promise<string> {
  server = createServer((socket) => {
    sockets.add(socket);
    let received: Buffer = Buffer.alloc(0);
    let isOpen = false;
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      const begin = received.indexOf("BEGIN\r\n");
      if (!isOpen && begin < 0) return void socket.write(greeting);
      if (!isOpen) received = received.subarray(begin + 7);
      isOpen = true;
      for (;;) {
        const length = messageLength(received);
        if (length === undefined || length > received.length) return;
        const call = decodeMessage(received.subarray(0, length));
        received = received.subarray(length);
        if (call.member === "Hello") reply(call, socket);
        else answer(call, socket);
      }
    });
  });
  const path = join(scratch, "bus");
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return path;
}

function reply(call: Message, socket: Socket): void {
  socket.write(replyTo(call));
}

/** A reply without a body; the writer of calls has no field for what it answers, so it is put in by hand. */
function replyTo(call: Message): Buffer {
  const field = Buffer.from([5, 1, 117, 0, 0, 0, 0, 0]);
  field.writeUInt32LE(call.serial, 4);
  const head = encodeMessage({ type: MessageType.reply, serial: 1, signature: "", body: [] }).subarray(0, 16);
  head.writeUInt32LE(field.length, 12);
  return Buffer.concat([head, field]);
}

const call = (timeout = 10_000): MethodCall => ({
  destination: "a.b",
  path: "/a",
  interface: "a.b",
  member: "M",
  timeout,
});

test("answers reach those who asked, in whatever order and pieces they come", async () => {
  const waiting: Message[] = [];
  const path = await bus((message, socket) => {
    waiting.push(message);
    if (waiting.length < 3) return;
    const bytes = Buffer.concat(waiting.reverse().map(replyTo));
    socket.write(bytes.subarray(0, 21));
    setImmediate(() => socket.write(bytes.subarray(21)));
  });
  const connection = await DBusConnection.open(path);
  expect(
    await Promise.all([connection.call(call()), connection.call(call()), connection.call(call())]),
  ).toEqual([[], [], []]);
  connection.close();
});

test("calls that wait when the bus goes are rejected, and all later ones", async () => {
  const path = await bus((_message, socket) => socket.destroy());
  const connection = await DBusConnection.open(path);
  await expect(connection.call(call())).rejects.toMatchObject({ name: "DBusError", code: "closed" });
  await expect(connection.call(call())).rejects.toMatchObject({ code: "closed" });
  expect(connection.isOpen).toBe(false);
});

test("a call that is not answered ends at its time limit, and the connection lives on", async () => {
  const path = await bus(() => {});
  const connection = await DBusConnection.open(path);
  await expect(connection.call(call(20))).rejects.toMatchObject({ code: "timed-out" });
  expect(connection.isOpen).toBe(true);
  connection.close();
});

test("nonsense closes the connection", async () => {
  const path = await bus((_message, socket) => socket.write("GET / HTTP/1.1\r\n\r\n"));
  const connection = await DBusConnection.open(path);
  await expect(connection.call(call())).rejects.toMatchObject({ code: "malformed" });
});

test("a bus that does not let us in, or is not there, is told", async () => {
  const path = await bus(() => {}, "REJECTED EXTERNAL\r\n");
  await expect(DBusConnection.open(path)).rejects.toMatchObject({ code: "refused" });
  await expect(DBusConnection.open(join(scratch, "none"))).rejects.toMatchObject({ code: "closed" });
});
