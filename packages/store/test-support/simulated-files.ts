import type { FileContent, FileEntry, Files } from "../src/files/files.js";

interface Inode {
  content: Uint8Array;
  changed: bigint;
}

type Names = Map<string, Inode>;

/** A change of names that a loss of power may undo. */
type NameChange = (names: Names) => void;

/** What every method rejects with once the power is gone. */
export class PowerLoss extends Error {
  override readonly name = "PowerLoss";
}

class SystemError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/**
 * A directory in memory that forgets at a loss of power what was not made durable: of the changes of names since the last
 * `syncDirectory` any may be lost, whatever their order, and of a file that is being written any part.
 */
export class SimulatedFiles implements Files {
  #durable: Names;
  #names: Names;
  #changes: NameChange[] = [];
  #clock = 0n;
  /** How many steps are left until the power goes. */
  #steps = Number.POSITIVE_INFINITY;
  /** How many new files there is no space for. */
  refusals = 0;

  constructor(names: Names = new Map()) {
    this.#durable = new Map(names);
    this.#names = new Map(names);
  }

  /** Lets the power go after so many steps. */
  losePowerAfter(steps: number): void {
    this.#steps = steps;
  }

  /** How many changes of names are not durable. */
  get pending(): number {
    return this.#changes.length;
  }

  /**
   * The directory as it is found when the power is back.
   *
   * @param survives whether the change of that number, in the order of time, became durable
   */
  afterPowerLoss(survives: (change: number) => boolean): SimulatedFiles {
    const names = new Map(this.#durable);
    this.#changes.forEach((change, index) => {
      if (survives(index)) change(names);
    });
    return new SimulatedFiles(names);
  }

  /** Puts a file there for good, as somebody else might. */
  put(name: string, text: string): void {
    const inode = { content: new TextEncoder().encode(text), changed: this.#tick() };
    this.#names.set(name, inode);
    this.#durable.set(name, inode);
  }

  /** A file's text; undefined if there is none. */
  text(name: string): string | undefined {
    const inode = this.#names.get(name);
    return inode === undefined ? undefined : new TextDecoder().decode(inode.content);
  }

  get names(): readonly string[] {
    return [...this.#names.keys()].sort();
  }

  async list(): Promise<readonly FileEntry[]> {
    this.#step();
    const here = [...this.#names].filter(([name]) => !name.includes("/"));
    return here.map(([name, { changed }]) => ({ name, kind: "file", changed, owner: 0, mode: 0o600 }));
  }

  async read(name: string): Promise<FileContent> {
    this.#step();
    const inode = this.#names.get(name);
    return inode === undefined ? { kind: "missing" } : { kind: "content", bytes: inode.content };
  }

  async create(name: string, content: Uint8Array): Promise<void> {
    this.#step();
    if (this.#names.has(name)) throw new SystemError("EEXIST");
    const inode = { content: new Uint8Array(), changed: this.#tick() };
    this.#change((names) => names.set(name, inode));
    this.#step();
    inode.content = content.slice(0, content.length >> 1);
    this.#refuse();
    this.#step();
    inode.content = content.slice();
  }

  async link(from: string, to: string): Promise<void> {
    this.#step();
    const inode = this.#names.get(from);
    if (inode === undefined) throw new SystemError("ENOENT");
    if (this.#names.has(to)) throw new SystemError("EEXIST");
    inode.changed = this.#tick();
    this.#change((names) => names.set(to, inode));
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step();
    const inode = this.#names.get(from);
    if (inode === undefined) throw new SystemError("ENOENT");
    this.#change((names) => {
      if (names.get(from) === inode) names.delete(from);
      names.set(to, inode);
    });
  }

  async remove(name: string): Promise<void> {
    this.#step();
    if (this.#names.has(name)) this.#change((names) => names.delete(name));
  }

  async makeDirectory(): Promise<void> {
    this.#step();
    this.#refuse();
  }

  async syncDirectory(): Promise<void> {
    this.#step();
    this.#durable = new Map(this.#names);
    this.#changes = [];
  }

  #change(change: NameChange): void {
    change(this.#names);
    this.#changes.push(change);
  }

  #refuse(): void {
    if (this.refusals <= 0) return;
    this.refusals -= 1;
    throw new SystemError("ENOSPC");
  }

  #step(): void {
    if (this.#steps <= 0) throw new PowerLoss("the power is gone");
    this.#steps -= 1;
  }

  #tick(): bigint {
    this.#clock += 1n;
    return this.#clock;
  }
}
