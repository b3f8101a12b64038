import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../../test/end-to-end/bundle.js";

const scratch = mkdtempSync(join(tmpdir(), "sanode-full-"));
const program = join(scratch, "full-disk.mjs");

beforeAll(() =>
  bundle(fileURLToPath(new URL("../test-support/full-disk.ts", import.meta.url)), scratch, "full-disk"),
);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs a shell command in a mount namespace of its own. */
function unshared(command: string) {
  return spawnSync("unshare", ["--mount", "sh", "-c", command], { encoding: "utf8" });
}

const canMount = unshared(`mount -t tmpfs -o size=64k none ${scratch}`).status === 0;

describe.skipIf(!canMount)("on a disk of 64 KiB (skipped where mounting is not allowed)", () => {
  it("a write for which there is no space is refused, and the document before is kept and found", () => {
    const disk = join(scratch, "disk");
    const { stdout, stderr } = unshared(
      `mkdir ${disk} && mount -t tmpfs -o size=64k,mode=750 none ${disk} && exec ${process.execPath} ${program} ${disk}`,
    );
    expect(stderr).toBe("");
    const told = JSON.parse(stdout);
    expect(told.acknowledged).toBeGreaterThan(3);
    expect(told).toMatchObject({ code: "no-space", kept: told.acknowledged, reopened: told.acknowledged });
    // A backup that is used cannot be put in its place there; once there is space, writing goes on.
    expect(told).toMatchObject({ fallback: told.acknowledged - 1, warnings: ["not-restored"], freed: 1 });
  });
});

it("a document that is longer than a file may be is refused, and the one before is kept and found", () => {
  const directory = join(scratch, "limited");
  const command = `trap '' XFSZ; ulimit -f 4; exec ${process.execPath} ${program} ${directory}`;
  const { stdout, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
  expect(stderr).toBe("");
  const told = JSON.parse(stdout);
  expect(told.acknowledged).toBeGreaterThan(3);
  expect(told).toMatchObject({
    code: "no-space",
    kept: told.acknowledged,
    reopened: told.acknowledged,
    freed: 1,
  });
});
