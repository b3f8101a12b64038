import { readFileSync, statSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { formatXml, parseXml, type XmlElement } from "@sanode/cib";
import { controlSocketPath, tokenPath } from "../state/state-directory.js";
import { configurationVersion } from "./control-target.js";
import { LineReader } from "./line-reader.js";
import {
  answer,
  ControlError,
  greeting,
  LINE_LIMIT,
  type Method,
  PROTOCOL,
  PROTOCOL_VERSION,
  RESULTS,
  REVISIONS,
  type Requests,
  type Results,
  welcome,
} from "./protocol.js";

/** Milliseconds that a cluster may take to let a client in. */
const CONNECT_TIMEOUT = 10_000;

/** How often a change is tried again that somebody else's has come before. */
const ATTEMPTS = 10;

export interface ConnectOptions {
  /** The directory in which the cluster keeps its state. */
  readonly directory: string;
  /** Called when there is something new, after a `watch`. */
  readonly onChange?: () => void;
  /** Called when the connection ends. */
  readonly onEnd?: () => void;
}

interface Waiting {
  readonly method: Method;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A connection to a running cluster of this host. */
export class ControlClient {
  readonly #socket: Socket;
  readonly #options: ConnectOptions;
  readonly #reader = new LineReader(LINE_LIMIT);
  readonly #waiting = new Map<number, Waiting>();
  #handle: (message: unknown) => void;
  #end: (error: ControlError) => void = () => {};
  #lastId = 0;
  #revision = 0;
  #limitations: ControlClient["limitations"] = [];

  private constructor(socket: Socket, options: ConnectOptions, handle: (message: unknown) => void) {
    this.#socket = socket;
    this.#options = options;
    this.#handle = handle;
    socket.on("data", (bytes: Buffer) => this.#read(bytes));
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#lost());
  }

  /**
   * Connects to the cluster that works in a directory.
   *
   * Rejects with a ControlError if there is none, or if it does not let us in.
   */
  static connect(options: ConnectOptions): Promise<ControlClient> {
    return new Promise((resolve, reject) => {
      let token: string;
      try {
        token = readToken(options.directory);
      } catch (error) {
        reject(error);
        return;
      }
      const socket = createConnection(controlSocketPath(options.directory));
      const client = new ControlClient(socket, options, (message) => client.#greet(message, token, resolve));
      const fail = (error: ControlError): void => {
        clearTimeout(timer);
        socket.destroy();
        reject(error);
      };
      const timer = setTimeout(
        () => fail(unreachable(options.directory, "it does not answer")),
        CONNECT_TIMEOUT,
      );
      client.#end = fail;
      socket.once("error", () => fail(unreachable(options.directory, "nobody listens")));
      socket.once("connect", () => clearTimeout(timer));
    });
  }

  /** What the host of the cluster does not allow, so that less can be relied on; codes that later versions may add to. */
  get limitations(): readonly { readonly code: string; readonly message: string }[] {
    return this.#limitations;
  }

  /** Whether the cluster knows a request; one of an older version may not. */
  knows(method: Method): boolean {
    return this.#revision >= (REVISIONS[method] ?? 0);
  }

  /** Asks for something. Rejects with a ControlError. */
  async ask<M extends Method>(method: M, params: Requests[M]): Promise<Results[M]> {
    if (!this.knows(method)) {
      throw new ControlError("unsupported", `The cluster is of an older version that knows no ${method}`);
    }
    const result = await new Promise<unknown>((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new ControlError("lost", "The cluster is gone"));
        return;
      }
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { method, resolve, reject });
      this.#socket.write(`${JSON.stringify({ id: this.#lastId, method, params })}\n`);
    });
    const parsed = RESULTS[method].safeParse(result);
    if (!parsed.success)
      throw new ControlError("protocol", `The cluster's answer to ${method} makes no sense`);
    return parsed.data;
  }

  /** The CIB as it is now. */
  async cib(): Promise<XmlElement> {
    const { cib } = await this.ask("query", {});
    return parseXml(cib);
  }

  /**
   * Changes the configuration. `change` is called again with a newer CIB if somebody else has changed it
   * meanwhile.
   *
   * @param change makes the new CIB; the same one if there is nothing to be changed
   * @param origin who changes it, for the record
   */
  async change(
    change: (cib: XmlElement) => XmlElement,
    origin: { readonly client: string; readonly user: string },
  ): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const cib = await this.cib();
      const changed = change(cib);
      if (changed === cib) return;
      try {
        await this.ask("replace", { cib: formatXml(changed), version: configurationVersion(cib), ...origin });
        return;
      } catch (error) {
        const isConflict = error instanceof ControlError && error.code === "conflict";
        if (!isConflict || attempt >= ATTEMPTS) throw error;
      }
    }
  }

  close(): void {
    this.#end = () => {};
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    try {
      for (const line of this.#reader.add(bytes)) this.#handle(JSON.parse(line));
    } catch {
      // Not the protocol's language; whoever waits is told that the cluster is lost.
      this.#socket.destroy();
    }
  }

  #greet(message: unknown, token: string, resolve: (client: ControlClient) => void): void {
    const { protocol, version, revision, limitations } = greeting.parse(message);
    if (protocol !== PROTOCOL || version !== PROTOCOL_VERSION) {
      const theirs = `${protocol} ${version}`;
      this.#end(
        new ControlError("refused", `The cluster speaks ${theirs}, this is ${PROTOCOL} ${PROTOCOL_VERSION}`),
      );
      return;
    }
    this.#revision = revision;
    this.#limitations = limitations;
    this.#handle = (reply) => {
      const welcomed = welcome.parse(reply);
      if ("error" in welcomed) {
        this.#end(new ControlError("refused", welcomed.error.message));
        return;
      }
      this.#handle = (next) => this.#receive(next);
      this.#end = () => {};
      resolve(this);
    };
    this.#socket.write(`${JSON.stringify({ version: PROTOCOL_VERSION, token })}\n`);
  }

  #receive(message: unknown): void {
    const data = answer.parse(message);
    if ("event" in data) {
      this.#options.onChange?.();
      return;
    }
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if ("error" in data) waiting?.reject(new ControlError(data.error.code, data.error.message));
    else waiting?.resolve(data.result);
  }

  #lost(): void {
    const error = new ControlError("lost", "The cluster went away");
    this.#end(error);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#options.onEnd?.();
  }
}

/** Nobody but the owner of the directory and root could have written what is in it. */
function readToken(directory: string): string {
  try {
    const { uid, mode } = statSync(directory);
    const own = process.getuid?.() ?? uid;
    if ((uid !== own && own !== 0) || (mode & 0o022) !== 0) {
      throw new ControlError("refused", `${directory} can be written by others: it is not to be trusted`);
    }
    return readFileSync(tokenPath(directory), "utf8").trim();
  } catch (error) {
    if (error instanceof ControlError) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw unreachable(directory, code === "EACCES" ? "it belongs to another user" : "there is none");
  }
}

function unreachable(directory: string, why: string): ControlError {
  return new ControlError("unreachable", `No cluster can be reached in ${directory}: ${why}`);
}
