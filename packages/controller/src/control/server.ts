import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { Session, type SessionOptions } from "./session.js";

/** Clients that may be connected at a time. */
const CLIENT_LIMIT = 64;

export interface ControlServerOptions extends SessionOptions {
  /** Where the socket is made, in a directory that nobody else can enter. */
  readonly path: string;
}

/** Lets other processes of the same user look at a cluster and tell it what to do, through a socket. */
export class ControlServer {
  readonly #server: Server;
  readonly #sessions = new Set<Session>();
  readonly #path: string;

  private constructor(options: ControlServerOptions) {
    this.#path = options.path;
    this.#server = createServer((socket) => {
      const session = new Session(socket, options);
      this.#sessions.add(session);
      socket.once("close", () => this.#sessions.delete(session));
    });
    this.#server.maxConnections = CLIENT_LIMIT;
  }

  /** Rejects if the socket cannot be made. One that an earlier process left is replaced. */
  static async listen(options: ControlServerOptions): Promise<ControlServer> {
    const control = new ControlServer(options);
    rmSync(options.path, { force: true });
    await new Promise<void>((resolve, reject) => {
      control.#server.once("error", reject);
      control.#server.listen(options.path, resolve);
    });
    chmodSync(options.path, 0o600);
    return control;
  }

  /** Lets no client in any more and parts with those that are there. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const session of this.#sessions) session.close();
    await closed;
    rmSync(this.#path, { force: true });
  }
}
