import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundle } from "./bundle.js";

// The demo as it is delivered: a bundle with the agents beside it, somewhere on the disk. What it claims is
// checked from outside.

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let delivered: string;
let command: string;

beforeAll(async () => {
  delivered = mkdtempSync(join(tmpdir(), "sanode-delivered-"));
  chmodSync(delivered, 0o755);
  const directory = join(delivered, "dist", "bin");
  await bundle(source("packages/cli/src/main.ts"), directory, "sanode");
  command = join(directory, "sanode.mjs");
  cpSync(source("packages/cli/agents"), join(delivered, "agents"), { recursive: true });
});

afterAll(() => rmSync(delivered, { recursive: true, force: true }));

/**
 * Everything that the demo makes is made in here, and all its processes have the name of it in their
 * environment.
 */
let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "sanode-scratch-"));
});

afterEach(() => rmSync(scratch, { recursive: true, force: true }));

interface Run {
  readonly child: ChildProcess;
  /** What has been written so far. */
  readonly output: () => string;
  readonly errors: () => string;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

function demo(args: readonly string[] = [], user: { uid?: number; gid?: number } = {}): Run {
  const env = { ...process.env, TMPDIR: scratch, HOME: scratch };
  const child = spawn(process.execPath, [command, "demo", ...args], { env, ...user, cwd: "/" });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    errors += chunk;
  });
  const ended = once(child, "close").then(([code, signal]) => signal ?? code);
  return { child, output: () => output, errors: () => errors, ended };
}

/**
 * The processes of the demo's nodes: those in whose environment the scratch directory is, but for the demo
 * itself.
 */
function processes(run: Run): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === run.child.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`TMPDIR=${scratch}\0`);
    } catch {
      return false;
    }
  });
}

function expectNothingLeft(run: Run): void {
  expect(processes(run)).toEqual([]);
  expect(readdirSync(scratch)).toEqual([]);
}

/** The node that serves the page; undefined if nobody does. */
function serving(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 500 }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(/<strong>(.*?)<\/strong>/.exec(text)?.[1]));
      response.on("error", () => resolve(undefined));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(undefined));
  });
}

const urlOf = (run: Run): string | undefined => /^The site is at (\S+)$/m.exec(run.output())?.[1];

const PATIENT = { timeout: 60_000, interval: 20 };

test("what the demo claims is so: the page moves to another node, stays there, and nothing is left", async () => {
  const run = demo();
  await expect.poll(() => urlOf(run), PATIENT).toBeDefined();
  const url = urlOf(run) ?? "";
  let isOver = false;
  void run.ended.then(() => {
    isOver = true;
  });
  const seen: (string | undefined)[] = [];
  let lastOfAlpha = 0;
  let firstOfOther = 0;
  let most = 0;
  while (!isOver) {
    const node = await serving(url);
    if (node !== seen.at(-1)) seen.push(node);
    if (node === "alpha") lastOfAlpha = performance.now();
    else if (node !== undefined && firstOfOther === 0) firstOfOther = performance.now();
    most = Math.max(most, processes(run).length);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(run.errors()).toBe("");
  expect(await run.ended).toBe(0);
  expect(["beta", "gamma"].map((other) => ["alpha", other])).toContainEqual(
    seen.filter((node) => node !== undefined),
  );
  expect(seen.at(-1)).toBeUndefined();
  expect(most).toBeGreaterThan(1);
  expectNothingLeft(run);
  const claimed = Number(/The page was gone for (\d+) ms/.exec(run.output())?.[1]);
  // The two watch at different moments, and for as long as one question takes each may not know.
  expect(Math.abs(claimed - (firstOfOther - lastOfAlpha))).toBeLessThan(1000);
  expect(run.output()).not.toContain("\u001b");
});

test("as JSON it tells the same story", async () => {
  const run = demo(["--json"]);
  expect(await run.ended).toBe(0);
  const { outcome, nodes, scenes } = JSON.parse(run.output());
  expect([outcome, nodes]).toEqual(["ok", ["alpha", "beta", "gamma"]]);
  const story = scenes.flatMap((scene: Readonly<Record<string, unknown>>) => {
    if (scene.kind === "page") return [`page of ${scene.node === "alpha" ? "alpha" : "another"}`];
    if (scene.kind === "outage") return ["outage"];
    return scene.kind === "decision" && Array.isArray(scene.summary) ? [scene.summary.length] : [];
  });
  // How many resources each decision changes, and what was to be seen of it.
  expect(story).toEqual([2, "page of alpha", 2, "page of another", "outage", 0, 0, 2]);
  expectNothingLeft(run);
});

test("two at once do not get into each other's way", async () => {
  const runs = [demo(["--json"]), demo(["--json"])] as const;
  expect(await Promise.all(runs.map(({ ended }) => ended))).toEqual([0, 0]);
  const urls = runs.map((run) => /"url": "(.*?)"/.exec(run.output())?.[1]);
  expect(new Set(urls).size).toBe(2);
  for (const run of runs) expectNothingLeft(run);
});

const NOBODY = 65_534;

test("no privileges are needed", async () => {
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (user.uid !== undefined) chownSync(scratch, user.uid, user.gid);
  const run = demo(["--json"], user);
  expect(await run.ended, run.errors()).toBe(0);
  expect(JSON.parse(run.output())).toMatchObject({ outcome: "ok" });
  expectNothingLeft(run);
});

describe("what cannot go on ends in good order", () => {
  test("an interruption leaves nothing behind", async () => {
    const run = demo();
    await expect.poll(() => run.output().includes("site            start"), PATIENT).toBe(true);
    expect(processes(run).length).toBeGreaterThan(0);
    run.child.kill("SIGINT");
    expect(["SIGINT", 130]).toContain(await run.ended);
    expectNothingLeft(run);
  });

  test("nor does a reader that goes away", async () => {
    const run = demo();
    await expect.poll(() => run.output().includes("1. The cluster starts"), PATIENT).toBe(true);
    run.child.stdout?.destroy();
    expect(await run.ended).toBe(0);
    expectNothingLeft(run);
  });

  test("a site that cannot be started is told of, and the demo fails", async () => {
    const website = join(delivered, "agents", "ocf", "sanode", "website.mjs");
    const working = readFileSync(website);
    try {
      writeFileSync(website, "process.exit(1);");
      const run = demo();
      expect(await run.ended).toBe(1);
      expect(run.errors()).toContain("There is no page at http://127.");
      expectNothingLeft(run);
    } finally {
      writeFileSync(website, working);
    }
  });

  test("wrong usage is explained, and help is given", async () => {
    const wrong = demo(["--colour"]);
    expect(await wrong.ended).toBe(64);
    expect(wrong.errors()).toContain("Unknown option '--colour'");
    const help = demo(["--help"]);
    expect(await help.ended).toBe(0);
    expect(help.output()).toContain("Usage: sanode demo [options]");
  });
});
