import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { element, formatXml, parseXml } from "@sanode/cib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentOf, epochOf } from "../test-support/documents.js";
import { checkStore, openStore, StoreError, type StoreErrorCode, type StoreOptions } from "./index.js";

let scratch: string;
let directory: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "sanode-store-"));
  directory = join(scratch, "cib");
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const at = (name: string): string => join(directory, name);
const text = (name: string): string => readFileSync(at(name), "utf8");
const names = (): string[] => readdirSync(directory).sort();
const mode = (path: string): string => (statSync(path).mode & 0o7777).toString(8);
const now = (): Date => new Date(2026, 10, 2, 6, 29, 41);

/** Writes documents of these epochs, one after the other. */
async function write(epochs: readonly number[], options: StoreOptions = {}): Promise<void> {
  const store = await openStore(directory, { now, ...options });
  for (const epoch of epochs) await store.write(documentOf(epoch));
  await store.close();
}

async function codeOf(promise: Promise<unknown>): Promise<StoreErrorCode | undefined> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof StoreError ? error.code : undefined;
}

describe("a document on disk", () => {
  it("has neither status nor updates, and says when it was written", async () => {
    await write([3]);
    const { children, attributes } = parseXml(text("cib.xml"));
    expect(children.map((child) => child.kind === "element" && child.name)).toEqual(["configuration"]);
    expect(attributes).toMatchObject({
      epoch: "3",
      num_updates: "0",
      "cib-last-written": "Mon Nov  2 06:29:41 2026",
    });
  });

  it("is in files that only their owner may read, in a directory that the group may read", async () => {
    await write([1, 2]);
    expect(mode(directory)).toBe("750");
    for (const name of names()) expect([name, mode(at(name))]).toEqual([name, "600"]);
  });

  it("is what the store says it is", async () => {
    const store = await openStore(directory, { now });
    await store.write(parseXml(formatXml(documentOf(4)).replace("<cib ", '<cib dc-uuid="1" ')));
    await store.close();
    const again = await openStore(directory);
    await again.close();
    expect(formatXml(again.document)).toBe(formatXml(store.document));
    expect(again.document.attributes["dc-uuid"]).toBeUndefined();
    expect(text("cib.xml")).toContain('dc-uuid="1"');
  });

  it.each([
    ["is no CIB", element("configuration")],
    ["has a name that XML does not allow", element("cib", {}, [element("a b")])],
    ["has a character that XML does not allow", element("cib", { a: "\u0001" })],
  ])("that %s is refused, and the one before it stays", async (_, document) => {
    const store = await openStore(directory);
    await store.write(documentOf(1));
    expect(await codeOf(store.write(document))).toBe("document");
    await store.write(documentOf(2));
    await store.close();
    expect(names()).toContain("cib-1.raw");
    expect(epochOf(store.document)).toBe(2);
  });
});

describe("backups", () => {
  it("are the documents before, numbered from 0 again when there are as many as there may be", async () => {
    await write([1, 2, 3, 4, 5], { backups: 3 });
    // Number 0 was left out, for there was nothing to keep, and has been used since.
    const epochs = [0, 1, 2].map((number) => parseXml(text(`cib-${number}.raw`)).attributes.epoch);
    expect(epochs).toEqual(["3", "4", "2"]);
    expect(text("cib.last")).toBe("2");
  });

  it("beyond a limit that was lowered go when the row is full", async () => {
    await write([1, 2, 3, 4, 5, 6], { backups: 0 });
    expect(text("cib.last")).toBe("6");
    await write([7, 8], { backups: 3 });
    expect(names().filter((name) => name.endsWith(".raw"))).toHaveLength(7);
    await write([9, 10], { backups: 3 });
    expect(names().filter((name) => name.endsWith(".raw"))).toEqual(["cib-0.raw", "cib-1.raw", "cib-2.raw"]);
  });
});

function replaceByDirectory(path: string): void {
  unlinkSync(path);
  mkdirSync(path);
}

describe("a store whose document", () => {
  beforeEach(() => write([1, 2, 3]));

  it.each([
    ["is truncated", "not-xml", () => truncateSync(at("cib.xml"), 100)],
    ["is empty", "empty", () => truncateSync(at("cib.xml"), 0)],
    [
      "has a flipped bit",
      "signature",
      () => writeFileSync(at("cib.xml"), text("cib.xml").replace('"3"', '"1"')),
    ],
    ["is another's", "signature", () => writeFileSync(at("cib.xml.sig"), "0".repeat(32))],
    ["is something else", "not-a-cib", () => writeFileSync(at("cib.xml"), "<configuration/>")],
    ["is gone", "missing", () => unlinkSync(at("cib.xml"))],
    ["is a directory", "not-a-file", () => replaceByDirectory(at("cib.xml"))],
  ])("%s opens with the newest good backup, and says why (%s)", async (_, rejection, damage) => {
    damage();
    const store = await openStore(directory);
    expect(epochOf(store.document)).toBe(2);
    expect(store.report).toMatchObject({ outcome: "backup", used: "cib-2.raw" });
    expect(store.report.tried.map(({ file, rejection }) => [file, rejection])).toEqual([
      ["cib.xml", rejection],
      ["cib-2.raw", null],
    ]);
    await store.close();
    expect(await checkStore(directory)).toMatchObject({ outcome: "current", used: "cib.xml" });
  });

  it("is bad, like backups, puts all of them aside unchanged", async () => {
    writeFileSync(at("cib.xml"), "<cib");
    writeFileSync(at("cib-2.raw"), "");
    const store = await openStore(directory);
    const aside = store.report.setAside ?? "";
    await store.write(documentOf(9));
    await store.close();
    expect(aside).toMatch(/^cib\.auto\./);
    expect(mode(at(aside))).toBe("700");
    const kept = ["cib-2.raw", "cib-2.raw.sig", "cib.xml", "cib.xml.sig"];
    expect(readdirSync(at(aside)).sort()).toEqual(kept);
    expect(text(join(aside, "cib.xml"))).toBe("<cib");
  });

  it("has no signature uses it, with a warning", async () => {
    unlinkSync(at("cib.xml.sig"));
    const store = await openStore(directory);
    expect(epochOf(store.document)).toBe(3);
    expect(store.report.warnings.map(({ code }) => code)).toEqual(["no-signature"]);
    await store.close();
  });

  it("is bad, like all backups, does not open, unless it is to start from nothing", async () => {
    for (const name of ["cib.xml", "cib-1.raw", "cib-2.raw"]) writeFileSync(at(name), "rubbish");
    const error: unknown = await openStore(directory).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "damaged", report: { outcome: "damaged", used: null } });
    const store = await openStore(directory, { acceptDamage: true });
    expect(epochOf(store.document)).toBe(0);
    await store.write(documentOf(1));
    expect(text(join(store.report.setAside ?? "", "cib.xml"))).toBe("rubbish");
    await store.close();
  });

  it("is damaged while it is open keeps the bad one aside and writes the next", async () => {
    const store = await openStore(directory);
    await store.write(documentOf(4));
    writeFileSync(at("cib.xml"), "rubbish");
    await store.write(documentOf(5));
    await store.close();
    const aside = names().find((name) => name.startsWith("cib.auto.")) ?? "";
    expect(text(join(aside, "cib.xml"))).toBe("rubbish");
    expect((await checkStore(directory)).outcome).toBe("current");
  });

  it("is a symbolic link does not follow it", async () => {
    const elsewhere = join(scratch, "elsewhere.xml");
    writeFileSync(elsewhere, formatXml(documentOf(7)));
    unlinkSync(at("cib.xml"));
    symlinkSync(elsewhere, at("cib.xml"));
    const store = await openStore(directory);
    expect(epochOf(store.document)).toBe(2);
    await store.write(documentOf(8));
    await store.close();
    expect(parseXml(readFileSync(elsewhere)).attributes.epoch).toBe("7");
  });

  it("has a copy elsewhere finds the newest backup there, though all files are of the same time", async () => {
    // In the order of names, which is that of most copies, the newest backup is neither first nor last.
    await write([4, 5, 6, 7], { backups: 4 });
    unlinkSync(at("cib.xml"));
    for (const name of names().reverse()) chmodSync(at(name), 0o600);
    const store = await openStore(directory);
    expect(epochOf(store.document)).toBe(6);
    await store.close();
  });
});

it.skipIf(process.getuid?.() === 0)(
  "what this user may not read is no reason to use something older (skipped for root)",
  async () => {
    await write([1, 2]);
    chmodSync(at("cib.xml.sig"), 0);
    expect(await codeOf(openStore(directory))).toBe("system");
    expect(await codeOf(checkStore(directory))).toBe("system");
  },
);

describe("checking", () => {
  it("changes nothing, and tells of every file", async () => {
    await write([1, 2, 3]);
    writeFileSync(at("cib-1.raw"), "rubbish");
    writeFileSync(at("cib.xml"), "");
    const before = names();
    const check = await checkStore(directory);
    expect(check).toMatchObject({ outcome: "backup", used: "cib-2.raw", inUse: false });
    expect(check.tried.map(({ file, rejection }) => [file, rejection])).toEqual([
      ["cib.xml", "empty"],
      ["cib-2.raw", null],
      ["cib-1.raw", "not-xml"],
    ]);
    expect(names()).toEqual(before);
  });

  it("warns of a document that violates its schema, lacks a counter, or is open to others", async () => {
    mkdirSync(directory, { mode: 0o750 });
    writeFileSync(
      at("cib.xml"),
      '<cib validate-with="pacemaker-4.0" epoch="1" admin_epoch="0"><configuration/></cib>',
    );
    chmodSync(at("cib.xml"), 0o644);
    const { warnings } = await checkStore(directory);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(
      new Set(["no-signature", "counters", "schema", "exposed"]),
    );
  });
});

describe("a directory", () => {
  it("is open in one store at a time", async () => {
    const store = await openStore(directory);
    expect(await codeOf(openStore(directory))).toBe("in-use");
    expect((await checkStore(directory)).inUse).toBe(true);
    await store.close();
    const next = await openStore(directory);
    await next.close();
    expect(names()).toEqual([]);
  });

  it("that many want at the same time is given to one at most", async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => openStore(directory)));
    const stores = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(stores.length).toBeLessThanOrEqual(1);
    for (const store of stores) await store.close();
  });

  it("may have a path that is too long for a socket", async () => {
    directory = join(scratch, "x".repeat(120));
    const store = await openStore(directory);
    expect(await codeOf(openStore(directory))).toBe("in-use");
    await store.close();
  });

  it("that others may change is refused", async () => {
    await write([1]);
    chmodSync(directory, 0o777);
    expect(await codeOf(openStore(directory))).toBe("unsafe");
  });

  it("that is a file is refused", async () => {
    writeFileSync(directory, "");
    expect(await codeOf(openStore(directory))).toBe("unsafe");
  });
});

describe("documents that are given while one is being written", () => {
  it("are left out in favour of the newest, whose writing all wait for", async () => {
    const store = await openStore(directory);
    const order: number[] = [];
    const give = (epoch: number): Promise<unknown> =>
      store.write(documentOf(epoch)).then(() => order.push(epoch, epochOf(store.document)));
    await Promise.all([1, 2, 3, 4].map(give));
    expect(order.length).toBe(8);
    for (let at = 0; at < order.length; at += 2) expect(order[at + 1]).toBeGreaterThanOrEqual(order[at] ?? 0);
    expect(epochOf(store.document)).toBe(4);
    expect(Number(text("cib.last"))).toBeLessThan(4);
    await store.close();
  });

  it("are refused alone if they cannot be written, and do not keep an older one from it", async () => {
    const store = await openStore(directory);
    const [good, bad, older] = [documentOf(2), element("cib", {}, [element("a b")]), documentOf(1)];
    const results = await Promise.all([older, good, bad].map((document) => codeOf(store.write(document))));
    expect(results).toEqual([undefined, undefined, "document"]);
    expect(epochOf(store.document)).toBe(2);
    await store.close();
  });

  it("are written before the store is closed, and refused afterwards", async () => {
    const store = await openStore(directory);
    const written = [store.write(documentOf(1)), store.write(documentOf(2))];
    await store.close();
    await Promise.all(written);
    expect(epochOf(store.document)).toBe(2);
    expect(await codeOf(store.write(documentOf(3)))).toBe("closed");
  });
});
