import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ClusterError } from "../errors.js";

/** Longer paths cannot be those of sockets. */
const SOCKET_PATH_LIMIT = 107;

/**
 * Where a cluster keeps what has to outlive its process: who it is, so that it finds again what it started;
 * the directories of its nodes; its CIB; and the socket and the token by which it is spoken to. It belongs to
 * one user alone. That only one process works in it is for the store of the CIB to see to.
 */
export class StateDirectory {
  readonly path: string;

  /** Holds the CIB. */
  readonly cib: string;

  /**
   * Makes the directory if it is not there. Nothing in it is changed before `prepare`.
   *
   * @throws ClusterError if it cannot be used
   */
  constructor(path: string) {
    this.path = resolve(path);
    this.cib = join(this.path, "cib");
    if (Buffer.byteLength(this.socket) > SOCKET_PATH_LIMIT) {
      throw new ClusterError("state-directory", `The name of ${this.path} is too long for a socket in it`);
    }
    this.#attempt(() => makePrivate(this.path));
  }

  /**
   * Makes the directory ready for a cluster.
   *
   * @returns what tells the processes of this cluster from all others on this host
   * @throws ClusterError if it cannot be used
   */
  prepare(): string {
    return this.#attempt(() => {
      this.#forgetEarlierBoot();
      return this.#permanent("identity", randomUUID());
    });
  }

  /** Holds a directory for each node. */
  get nodes(): string {
    return join(this.path, "nodes");
  }

  /** Holds the programs by which agents speak to the cluster. */
  get tools(): string {
    return join(this.path, "tools");
  }

  get socket(): string {
    return controlSocketPath(this.path);
  }

  /** Makes a new token, known to those who can read the directory. */
  renewToken(): string {
    const token = randomUUID();
    writeWhole(tokenPath(this.path), `${token}\n`);
    return token;
  }

  /** From now on nobody can speak to the cluster. */
  revokeToken(): void {
    rmSync(tokenPath(this.path), { force: true });
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof ClusterError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new ClusterError("state-directory", `${this.path} cannot keep the cluster's state: ${reason}`);
    }
  }

  #permanent(name: string, initial: string): string {
    const path = join(this.path, name);
    try {
      const known = readFileSync(path, "utf8").trim();
      if (known !== "") return known;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
    writeWhole(path, `${initial}\n`);
    return initial;
  }

  /** The pid files and marks that agents left before the host was started name processes that are gone. */
  #forgetEarlierBoot(): void {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    if (this.#permanent("boot", boot) === boot) return;
    rmSync(this.nodes, { recursive: true, force: true });
    writeWhole(join(this.path, "boot"), `${boot}\n`);
  }
}

export function controlSocketPath(directory: string): string {
  return join(resolve(directory), "control");
}

export function tokenPath(directory: string): string {
  return join(resolve(directory), "token");
}

function makePrivate(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(path);
  if (process.getuid !== undefined && uid !== process.getuid()) {
    throw new ClusterError("state-directory", `${path} belongs to another user (id ${uid})`);
  }
  if ((mode & 0o077) !== 0) chmodSync(path, 0o700);
}

/** A file with the whole content or, if something comes between, none of it. */
function writeWhole(path: string, text: string): void {
  const temporary = `${path}.new`;
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  renameSync(temporary, path);
}
