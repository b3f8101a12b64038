import { createHash, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import type { HostLimitation } from "../host/limitations.js";
import { LineReader } from "./line-reader.js";
import { PERFORM, type SessionContext } from "./perform.js";
import {
  HELLO_LIMIT,
  hello,
  LINE_LIMIT,
  type Method,
  PROTOCOL,
  PROTOCOL_REVISION,
  PROTOCOL_VERSION,
  REQUESTS,
  request,
} from "./protocol.js";

/** Milliseconds that a client may take to show its token. */
const HELLO_TIMEOUT = 5_000;

/** Requests that a client may have under way. */
const REQUEST_LIMIT = 16;

/** Bytes that may wait for a client that does not read. */
const UNREAD_LIMIT = 2 * LINE_LIMIT;

/** Milliseconds in which changes are gathered before watchers are told. */
const WATCH_PAUSE = 100;

export interface SessionOptions extends Omit<SessionContext, "watch"> {
  readonly token: string;
  /** Version of the software, for people to read. */
  readonly software: string;
  /** What the host of the cluster does not allow. */
  readonly limitations?: readonly HostLimitation[];
}

/** One client of the control socket. Whatever it sends, it harms nobody but itself. */
export class Session {
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #reader = new LineReader(HELLO_LIMIT);
  readonly #helloTimer: NodeJS.Timeout;
  #isWelcome = false;
  #underWay = 0;
  #unwatch: (() => void) | undefined;
  #news: NodeJS.Timeout | undefined;

  constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#helloTimer = setTimeout(() => this.#refuse("refused", "No token was shown in time"), HELLO_TIMEOUT);
    socket.on("data", (bytes: Buffer) => this.#read(bytes));
    // A client that goes away takes nothing with it but its own session.
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#end());
    this.#send({
      protocol: PROTOCOL,
      version: PROTOCOL_VERSION,
      revision: PROTOCOL_REVISION,
      software: options.software,
      limitations: options.limitations ?? [],
    });
  }

  close(): void {
    this.#socket.destroySoon();
  }

  #end(): void {
    clearTimeout(this.#helloTimer);
    clearTimeout(this.#news);
    this.#unwatch?.();
  }

  #read(bytes: Buffer): void {
    try {
      for (const line of this.#reader.add(bytes)) {
        if (this.#socket.writableEnded) return;
        if (this.#isWelcome) this.#receive(line);
        else this.#greet(line);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#refuse("protocol", error.message);
    }
  }

  #greet(line: string): void {
    const { success, data } = hello.safeParse(parse(line));
    if (!success) return this.#refuse("protocol", "This is no greeting of the protocol");
    if (data.version !== PROTOCOL_VERSION) {
      const message = `This cluster speaks version ${PROTOCOL_VERSION} of the protocol, not ${data.version}`;
      return this.#refuse("refused", message);
    }
    if (!isSame(data.token, this.#options.token)) return this.#refuse("refused", "The token is wrong");
    clearTimeout(this.#helloTimer);
    this.#isWelcome = true;
    this.#reader.limit = LINE_LIMIT;
    this.#send({ welcome: true });
  }

  #receive(line: string): void {
    const { success, data } = request.safeParse(parse(line));
    if (!success) return this.#refuse("protocol", "This is no request of the protocol");
    const { id, method, params } = data;
    if (this.#underWay >= REQUEST_LIMIT) {
      const message = `There are ${REQUEST_LIMIT} requests under way already`;
      return this.#send({ id, error: { code: "protocol", message } });
    }
    this.#underWay += 1;
    this.#perform(method, params)
      .then(
        (result) => this.#send({ id, result }),
        (error: unknown) => this.#send({ id, error: describe(error) }),
      )
      .finally(() => {
        this.#underWay -= 1;
      });
  }

  async #perform<M extends Method>(method: M, params: unknown): Promise<unknown> {
    const { success, data, error } = REQUESTS[method].safeParse(params);
    if (!success) {
      const [issue] = error.issues;
      throw Object.assign(new Error(`${issue?.path.join(".")}: ${issue?.message}`), { code: "protocol" });
    }
    const { target, stop } = this.#options;
    return PERFORM[method](data, { target, stop, watch: () => this.#watch() });
  }

  #watch(): void {
    this.#unwatch ??= this.#options.target.observe(() => {
      this.#news ??= setTimeout(() => {
        this.#news = undefined;
        this.#send({ event: "changed" });
      }, WATCH_PAUSE);
    });
  }

  #refuse(code: string, message: string): void {
    this.#send({ error: { code, message } });
    this.close();
  }

  #send(message: object): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    this.#socket.write(`${JSON.stringify(message)}\n`);
    if (this.#socket.writableLength > UNREAD_LIMIT) this.#socket.destroy();
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Takes the same time whatever the texts have in common. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: "failed", message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : "failed";
  return { code, message: error.message };
}
