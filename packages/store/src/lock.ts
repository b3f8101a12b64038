import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, readdir, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreError, systemCode } from "./errors.js";
import { LOCK } from "./layout.js";

/** The sole right to write to a directory. */
export interface Lock {
  release(): Promise<void>;
}

/** How often two who came at the same time try again. */
const TRIES = 5;
/** Longest wait between tries, in milliseconds. */
const PAUSE = 50;

/**
 * Takes the sole right to write to a directory on this computer, across containers too.
 *
 * Whoever wants it listens on a socket of its own in the directory, and then asks all others. One that answers has the
 * right or wants it; one that nobody listens on is left from a process that is gone, and is removed. So of two that come
 * at the same time at most one gets it, and the operating system tells for certain who is gone: no time, no process
 * number that may be another's by now.
 *
 * @throws StoreError `in-use`
 */
export async function acquireLock(directory: string): Promise<Lock> {
  const short = await shortPath(directory);
  try {
    for (let tries = 1; ; tries += 1) {
      const name = `${LOCK}${randomBytes(4).toString("hex")}`;
      const server = await listen(join(short.path, name));
      const lock = { release: () => release(server, join(directory, name)) };
      try {
        if (await isAlone(directory, short.path, name)) return lock;
      } catch (error) {
        await lock.release();
        throw error;
      }
      await lock.release();
      if (tries === TRIES) {
        throw new StoreError("in-use", `${directory} is in use by another process: close its store first`);
      }
      await sleep(Math.random() * PAUSE);
    }
  } finally {
    await short.close();
  }
}

/** Whether a store has a directory open. Takes nothing and changes nothing. */
export async function isLocked(directory: string): Promise<boolean> {
  const short = await shortPath(directory);
  try {
    for (const name of await lockNames(directory)) if (await answers(join(short.path, name))) return true;
    return false;
  } finally {
    await short.close();
  }
}

async function lockNames(directory: string): Promise<readonly string[]> {
  return (await readdir(directory)).filter((name) => name.startsWith(LOCK));
}

/** Whether nobody else has the right or wants it, and all who come later can see that we do. */
async function isAlone(directory: string, path: string, own: string): Promise<boolean> {
  for (const name of await lockNames(directory)) {
    if (name === own) continue;
    if (await answers(join(path, name))) return false;
    await rm(join(directory, name), { force: true });
  }
  // Another may have removed ours before we listened, and be gone again.
  return (await lockNames(directory)).includes(own);
}

/** Whether somebody listens on a socket. One that we may not use belongs to another user, who may. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => done(true));
    socket.once("error", (error) => {
      const code = systemCode(error);
      done(code !== "ECONNREFUSED" && code !== "ENOENT" && code !== "ENOTSOCK");
    });
  });
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", reject);
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

async function release(server: Server, path: string): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
  await rm(path, { force: true });
}

/** The longest path that a socket may have on every system. */
const SOCKET_PATH = 103 - LOCK.length - 9;

/** A name of the directory that leaves room for that of a socket: Linux has short ones for open directories. */
async function shortPath(directory: string): Promise<{ path: string; close: () => Promise<void> }> {
  if (Buffer.byteLength(directory) <= SOCKET_PATH) return { path: directory, close: async () => {} };
  if (process.platform !== "linux") {
    throw new StoreError(
      "unsafe",
      `${directory} has too long a path for a lock: ${SOCKET_PATH} bytes at most`,
    );
  }
  const handle: FileHandle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${handle.fd}`, close: () => handle.close() };
}
