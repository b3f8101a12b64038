import { SYSTEM_BUS, socketOfAddress } from "../dbus/address.js";
import { DBusConnection } from "../dbus/connection.js";
import type { Message } from "../dbus/message.js";
import { DBusError, type DBusValue } from "../dbus/value.js";

const SERVICE = "org.freedesktop.systemd1";
const PATH = "/org/freedesktop/systemd1";
const MANAGER = "org.freedesktop.systemd1.Manager";
const UNIT = "org.freedesktop.systemd1.Unit";

/** Milliseconds for what is asked beside an action. */
const QUESTION_TIMEOUT = 25_000;

/** systemd's manager, over the system bus. Every function rejects with a DBusError. */
export class SystemdManager {
  readonly #address: string;
  #connection: Promise<DBusConnection> | undefined;
  /** The same once it is open. */
  #opened: DBusConnection | undefined;

  /** `address` of the bus; by default DBUS_SYSTEM_BUS_ADDRESS, or where the system bus usually is. */
  constructor(address: string = process.env.DBUS_SYSTEM_BUS_ADDRESS ?? SYSTEM_BUS) {
    this.#address = address;
  }

  /** The object of a unit. There is one for units that do not exist, too. `timeout` is in milliseconds. */
  async loadUnit(unit: string, timeout = QUESTION_TIMEOUT): Promise<string> {
    const [path] = await again(() => this.#call("LoadUnit", "s", [unit], timeout));
    return expectText(path);
  }

  /** A property of a unit that is a text, such as ActiveState. */
  async unitProperty(path: string, name: string, timeout = QUESTION_TIMEOUT): Promise<string> {
    const [property] = await again(async () => {
      const connection = await this.#connected();
      return connection.call({
        destination: SERVICE,
        path,
        interface: "org.freedesktop.DBus.Properties",
        member: "Get",
        signature: "ss",
        body: [UNIT, name],
        timeout,
      });
    });
    return expectText(typeof property === "object" && "value" in property ? property.value : property);
  }

  /** Whether systemd knows a unit of that name, or that it is masked. */
  async unitExists(unit: string): Promise<boolean> {
    const state = await this.unitProperty(await this.loadUnit(unit), "LoadState");
    return state === "loaded" || state === "masked";
  }

  /** All units of which there is a file, by their names. */
  async listUnitFiles(): Promise<readonly string[]> {
    const [files] = await this.#call("ListUnitFiles", "", [], QUESTION_TIMEOUT);
    if (!Array.isArray(files)) return [];
    return files.flatMap((file) => {
      const [path] = Array.isArray(file) ? file : [];
      return typeof path === "string" ? [path.slice(path.lastIndexOf("/") + 1)] : [];
    });
  }

  /** Lets systemd read its configuration again. */
  async reload(timeout: number): Promise<void> {
    await this.#call("Reload", "", [], timeout);
  }

  /**
   * Starts or stops a unit, and waits for the end of the job that systemd makes of it, as long as that takes. Resolves to
   * the word with which it ended: `done`, `failed`, `timeout`, `canceled`, `dependency`, `skipped`, …
   *
   * @param timeout milliseconds within which systemd has to make a job of it
   */
  async runJob(method: "StartUnit" | "StopUnit", unit: string, timeout: number): Promise<string> {
    const connection = await this.#connected();
    const watch = new JobWatch(connection);
    try {
      const [job] = await this.#call(method, "ss", [unit, "replace"], timeout);
      return await watch.end(expectText(job));
    } finally {
      watch.stop();
    }
  }

  /** Kills all processes of a unit at once. */
  async killUnit(unit: string): Promise<void> {
    await this.#call("KillUnit", "ssi", [unit, "all", 9], QUESTION_TIMEOUT);
  }

  /** Lets go of the bus. What waits for it is rejected. */
  close(): void {
    // One that is just being opened is closed as soon as it is found that nobody wants it any more.
    this.#connection = undefined;
    this.#opened?.close();
    this.#opened = undefined;
  }

  async #call(
    member: string,
    signature: string,
    body: readonly DBusValue[],
    timeout: number,
  ): Promise<readonly DBusValue[]> {
    const connection = await this.#connected();
    return connection.call({
      destination: SERVICE,
      path: PATH,
      interface: MANAGER,
      member,
      signature,
      body,
      timeout,
    });
  }

  /** One connection for all, opened when it is needed first and again when it was lost. */
  #connected(): Promise<DBusConnection> {
    if (this.#opened?.isOpen === false) this.#connection = undefined;
    if (this.#connection !== undefined) return this.#connection;
    this.#opened = undefined;
    const opening = this.#open();
    this.#connection = opening;
    opening.then(
      (connection) => {
        if (this.#connection === opening) this.#opened = connection;
        else connection.close();
      },
      () => {
        if (this.#connection === opening) this.#connection = undefined;
      },
    );
    return opening;
  }

  async #open(): Promise<DBusConnection> {
    const socket = socketOfAddress(this.#address);
    if (socket === undefined) throw new DBusError("closed", `No socket is named by "${this.#address}"`);
    const connection = await DBusConnection.open(socket);
    try {
      const rule = `type='signal',sender='${SERVICE}',interface='${MANAGER}',path='${PATH}'`;
      await connection.subscribe(rule, QUESTION_TIMEOUT);
      await connection.call({
        destination: SERVICE,
        path: PATH,
        interface: MANAGER,
        member: "Subscribe",
        timeout: QUESTION_TIMEOUT,
      });
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }
}

/** Listens for ends of jobs from before one is asked for, since it can end before we learn its name. */
class JobWatch {
  readonly #ended = new Map<string, string>();
  readonly #stopListening: () => void;
  readonly #stopWaiting: () => void;
  readonly #lost: Promise<never>;
  #notify: (() => void) | undefined;

  constructor(connection: DBusConnection) {
    this.#stopListening = connection.onSignal((signal) => this.#note(signal));
    const { promise, reject } = promiseOfFailure();
    this.#lost = promise;
    this.#stopWaiting = connection.onClose(reject);
    // Whoever does not wait any more need not know.
    this.#lost.catch(() => {});
  }

  /** The word with which a job ended. */
  async end(job: string): Promise<string> {
    const ended = new Promise<string>((resolve) => {
      this.#notify = () => {
        const result = this.#ended.get(job);
        if (result !== undefined) resolve(result);
      };
      this.#notify();
    });
    return Promise.race([ended, this.#lost]);
  }

  stop(): void {
    this.#stopListening();
    this.#stopWaiting();
    this.#notify = undefined;
  }

  #note({ interface: from, member, body }: Message): void {
    if (from !== MANAGER || member !== "JobRemoved") return;
    const [, job, , result] = body;
    if (typeof job !== "string" || typeof result !== "string") return;
    this.#ended.set(job, result);
    this.#notify?.();
  }
}

function promiseOfFailure(): { promise: Promise<never>; reject: (error: DBusError) => void } {
  let reject = (_error: DBusError): void => {};
  const promise = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  return { promise, reject };
}

/** A question that was lost with its connection is asked once more: a bus that was restarted is no failure of a unit. */
async function again<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DBusError && error.code === "closed") return ask();
    throw error;
  }
}

function expectText(value: DBusValue | undefined): string {
  if (typeof value === "string") return value;
  throw new DBusError("malformed", "systemd's answer is not what was asked for");
}
