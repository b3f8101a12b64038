import { connect, type Socket } from "node:net";
import { type CancelTimer, SystemClock } from "../clock/clock.js";
import { decodeMessage, encodeMessage, type Message, MessageType, messageLength } from "./message.js";
import { DBusError, type DBusValue } from "./value.js";

/** A method to be called. */
export interface MethodCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** The signature of the arguments; none by default. */
  readonly signature?: string;
  readonly body?: readonly DBusValue[];
  /** Milliseconds to wait for the answer. */
  readonly timeout: number;
}

interface PendingCall {
  readonly resolve: (body: readonly DBusValue[]) => void;
  readonly reject: (error: DBusError) => void;
  readonly cancelTimer: CancelTimer;
}

const clock = new SystemClock();

/** Milliseconds to connect and say who we are. */
const HANDSHAKE_TIMEOUT = 25_000;

/** Bytes of a line of the handshake. */
const MAXIMUM_LINE = 16 * 1024;

const NOTHING = Buffer.alloc(0);

/**
 * A connection to a message bus over a unix socket, for calling methods and listening to signals.
 *
 * Every call ends: with its answer, at its time limit, or when the connection is lost.
 * Source: D-Bus Specification.
 */
export class DBusConnection {
  readonly #socket: Socket;
  readonly #pending = new Map<number, PendingCall>();
  readonly #listeners = new Set<(signal: Message) => void>();
  readonly #closeListeners = new Set<(reason: DBusError) => void>();
  #received: Buffer = NOTHING;
  #readLine: ((line: string) => void) | undefined;
  #serial = 0;
  #closed: DBusError | undefined;

  /**
   * Connects and introduces us to the bus. Rejects with a DBusError.
   *
   * @param path of the socket; an abstract name begins with a zero byte
   */
  static async open(path: string): Promise<DBusConnection> {
    const connection = new DBusConnection(connect(path));
    const cancel = clock.after(HANDSHAKE_TIMEOUT, () => {
      connection.#close(new DBusError("timed-out", "The bus did not answer"));
    });
    try {
      await connection.#authenticate();
      await connection.call({ ...BUS, member: "Hello", timeout: HANDSHAKE_TIMEOUT });
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    } finally {
      cancel();
    }
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    // Who waits for an answer keeps the process alive by its timer.
    socket.unref();
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("error", (error) => this.#close(new DBusError("closed", error.message)));
    socket.on("close", () => this.#close(new DBusError("closed", "The connection to the bus was closed")));
  }

  get isOpen(): boolean {
    return this.#closed === undefined;
  }

  close(): void {
    this.#close(new DBusError("closed", "The connection to the bus was closed"));
  }

  /** Calls a method. Rejects with a DBusError: the service's own, or what kept its answer from coming. */
  call(call: MethodCall): Promise<readonly DBusValue[]> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    this.#serial += 1;
    const serial = this.#serial;
    const { timeout, signature = "", body = [], ...target } = call;
    return new Promise((resolve, reject) => {
      const bytes = encodeMessage({ ...target, type: MessageType.call, serial, signature, body });
      const expire = (): void => {
        this.#pending.delete(serial);
        reject(new DBusError("timed-out", `${call.member} was not answered in time`));
      };
      this.#pending.set(serial, { resolve, reject, cancelTimer: clock.after(timeout, expire) });
      this.#socket.write(bytes);
    });
  }

  /** Asks the bus for the signals that a match rule describes. */
  async subscribe(rule: string, timeout: number): Promise<void> {
    await this.call({ ...BUS, member: "AddMatch", signature: "s", body: [rule], timeout });
  }

  /** From now on calls back for every signal, until the returned function is called. */
  onSignal(listener: (signal: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back once when the connection is lost or closed, unless the returned function is called before. */
  onClose(listener: (reason: DBusError) => void): () => void {
    this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  async #authenticate(): Promise<void> {
    const answer = new Promise<string>((resolve, reject) => {
      this.#readLine = resolve;
      this.onClose(reject);
    });
    const user = process.getuid?.() ?? 0;
    this.#socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(user)).toString("hex")}\r\n`);
    const line = await answer;
    if (!line.startsWith("OK ")) throw new DBusError("refused", `The bus does not let us in: ${line}`);
    this.#socket.write("BEGIN\r\n");
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    try {
      if (this.#readLine !== undefined) this.#receiveLine(this.#readLine);
      if (this.#readLine === undefined) this.#receiveMessages();
    } catch (error) {
      this.#close(error instanceof DBusError ? error : new DBusError("malformed", String(error)));
    }
  }

  #receiveLine(readLine: (line: string) => void): void {
    const end = this.#received.indexOf("\r\n");
    if (end < 0) {
      if (this.#received.length > MAXIMUM_LINE) throw new DBusError("malformed", "The bus sent no line");
      return;
    }
    const line = this.#received.toString("latin1", 0, end);
    this.#received = this.#received.subarray(end + 2);
    this.#readLine = undefined;
    readLine(line);
  }

  #receiveMessages(): void {
    for (;;) {
      const length = messageLength(this.#received);
      if (length === undefined || length > this.#received.length) return;
      const message = decodeMessage(this.#received.subarray(0, length));
      this.#received = this.#received.subarray(length);
      this.#dispatch(message);
    }
  }

  #dispatch(message: Message): void {
    if (message.type === MessageType.signal) {
      for (const listener of [...this.#listeners]) listener(message);
      return;
    }
    if (message.replySerial === undefined) return;
    const pending = this.#pending.get(message.replySerial);
    if (pending === undefined) return;
    this.#pending.delete(message.replySerial);
    pending.cancelTimer();
    if (message.type === MessageType.reply) pending.resolve(message.body);
    else pending.reject(remoteError(message));
  }

  #close(reason: DBusError): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#socket.destroy();
    for (const { reject, cancelTimer } of this.#pending.values()) {
      cancelTimer();
      reject(reason);
    }
    this.#pending.clear();
    for (const listener of this.#closeListeners) listener(reason);
    this.#closeListeners.clear();
  }
}

const BUS = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;

function remoteError({ errorName = "", body: [text] }: Message): DBusError {
  return new DBusError("remote", typeof text === "string" ? text : errorName, errorName);
}
