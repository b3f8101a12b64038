import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { resultWithoutOutput } from "../result/action-result.js";
import { ExecutionStatus } from "../result/execution-status.js";
import { OCF } from "../result/exit-code.js";
import type { ActionRequest } from "./action-request.js";
import { runAction } from "./run-action.js";
import type { RunOptions } from "./run-options.js";

// Real agents, real processes: each test writes the agent that it needs.

const scratch = mkdtempSync(join(tmpdir(), "sanode-run-action-"));
const options: RunOptions = { agentDirectories: [join(scratch, "agents")] };
mkdirSync(join(scratch, "agents", "test"), { recursive: true });
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let agents = 0;

/** An agent of that text, and a request for its start. */
function startOf(script: string, request: Partial<ActionRequest> = {}, mode = 0o755): ActionRequest {
  agents += 1;
  const type = `agent${agents}`;
  const path = join(scratch, "agents", "test", type);
  writeFileSync(path, script);
  chmodSync(path, mode);
  return {
    agent: { class: "ocf", provider: "test", type },
    resource: "R",
    action: "start",
    parameters: {},
    timeout: 10_000,
    ...request,
  };
}

const isAlive = (pid: number): boolean => {
  const status = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "latin1") : ") Z";
  return !/\) [ZX]/.test(status);
};

test("the agent's exit code, reason and output are the result", async () => {
  const request = startOf(`#!/bin/sh
    echo "action $1, $# argument"; echo oops >/dev/stderr; echo "ocf-exit-reason:no cheese" >&2; exit 6`);
  expect(await runAction(request, options)).toEqual({
    status: ExecutionStatus.DONE,
    exitCode: OCF.ERR_CONFIGURED,
    exitReason: "no cheese",
    stdout: { text: "action start, 1 argument\n", dropped: 0 },
    stderr: { text: "oops\nocf-exit-reason:no cheese\n", dropped: 0 },
    elapsed: expect.any(Number),
  });
});

test.each([
  [10, OCF.ERR_GENERIC],
  [193, OCF.ERR_GENERIC],
  [190, OCF.DEGRADED],
  [9, OCF.FAILED_PROMOTED],
])("exit status %d becomes %d", async (exitStatus, exitCode) => {
  const result = await runAction(startOf(`#!/bin/sh\nexit ${exitStatus}`), options);
  expect(result).toMatchObject({ status: ExecutionStatus.DONE, exitCode });
});

test("no shell interprets a parameter's value", async () => {
  const value = `$(touch ${scratch}/pwned) \`id\` ; exit 1 "quoted"\nnext line`;
  const request = startOf(`#!/bin/sh\nprintf %s "$OCF_RESKEY_p"`, { parameters: { p: value } });
  expect((await runAction(request, options)).stdout.text).toBe(value);
  expect(existsSync(join(scratch, "pwned"))).toBe(false);
});

test("an agent that is missing or leads out of its directory is not installed", async () => {
  for (const type of ["missing", "../../../../../bin/sh", ""]) {
    const request = { ...startOf(""), agent: { class: "ocf", provider: "test", type } };
    expect(await runAction(request, options)).toEqual(
      resultWithoutOutput(
        ExecutionStatus.NOT_INSTALLED,
        OCF.ERR_INSTALLED,
        `${type}: No such file or directory`,
      ),
    );
  }
});

test.each([
  ["without execute permission", "#!/bin/sh\nexit 0", 0o644, OCF.ERR_PERM],
  ["whose interpreter is missing", "#!/nowhere/sh\nexit 0", 0o755, OCF.ERR_INSTALLED],
])("an agent %s gives a result that says so", async (_, script, mode, exitCode) => {
  expect(await runAction(startOf(script, {}, mode), options)).toMatchObject({
    status: ExecutionStatus.DONE,
    exitCode,
    exitReason: "Child process was unable to execute file",
  });
});

test("an agent without a first line naming its interpreter is run by the shell", async () => {
  expect((await runAction(startOf("exit 7"), options)).exitCode).toBe(OCF.NOT_RUNNING);
});

test("an agent ended by a signal is an error that names the signal", async () => {
  expect(await runAction(startOf("#!/bin/sh\nkill -TERM $$"), options)).toMatchObject({
    status: ExecutionStatus.ERROR,
    exitCode: OCF.ERR_GENERIC,
    exitReason: "Resource agent interrupted by Terminated signal",
  });
});

test("at the deadline the agent, its children and their children end", async () => {
  const pids = join(scratch, "pids");
  const request = startOf(
    `#!/bin/sh
    (sleep 60 & echo $! >>${pids}; wait) &
    echo $! >>${pids}; echo $$ >>${pids}
    sleep 60`,
    { timeout: 1500 },
  );
  expect(await runAction(request, options)).toMatchObject({
    status: ExecutionStatus.TIMED_OUT,
    exitCode: OCF.ERR_GENERIC,
    exitReason: "Resource agent did not complete within 1.500s",
  });
  const started = readFileSync(pids, "utf8").trim().split("\n").map(Number);
  expect(started).toHaveLength(3);
  await expect.poll(() => started.filter(isAlive), { timeout: 10_000 }).toEqual([]);
});

test("an agent that takes no notice of SIGTERM gets SIGKILL after the grace", async () => {
  const request = startOf("#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 1; done", { timeout: 1000 });
  const result = await runAction(request, { ...options, grace: 200 });
  expect(result.status).toBe(ExecutionStatus.TIMED_OUT);
  expect(result.elapsed).toBeGreaterThanOrEqual(1190);
  expect(result.elapsed).toBeLessThan(10_000);
});

test("an agent may use the grace to tidy up, and has timed out nevertheless", async () => {
  const tidied = join(scratch, "tidied");
  const script = `#!/bin/sh\ntrap 'touch ${tidied}; exit 0' TERM\nwhile :; do sleep 0.05; done`;
  expect(await runAction(startOf(script, { timeout: 1500 }), { ...options, grace: 10_000 })).toMatchObject({
    status: ExecutionStatus.TIMED_OUT,
  });
  expect(existsSync(tidied)).toBe(true);
});

test("with on-fail=block the agent's children are left alone", async () => {
  const pidFile = join(scratch, "spared");
  const request = startOf(`#!/bin/sh\nsleep 60 & echo $! >${pidFile}; wait`, {
    timeout: 1500,
    parameters: { CRM_meta_on_fail: "block" },
  });
  expect((await runAction(request, options)).status).toBe(ExecutionStatus.TIMED_OUT);
  const child = Number(readFileSync(pidFile, "utf8"));
  expect(isAlive(child)).toBe(true);
  process.kill(child, "SIGKILL");
});

test("a daemon that keeps the pipes open does not keep the result waiting", async () => {
  const result = await runAction(startOf("#!/bin/sh\nsleep 60 & echo $!; exit 0"), options);
  const daemon = Number(result.stdout.text);
  expect(result).toMatchObject({ status: ExecutionStatus.DONE, exitCode: OCF.SUCCESS });
  expect(result.elapsed).toBeLessThan(5000);
  expect(isAlive(daemon)).toBe(true);
  process.kill(daemon, "SIGKILL");
});

test("100 MB of output are read, of which begin and end are kept", async () => {
  const request = startOf(`#!/bin/sh
    echo begin; head -c 100000000 /dev/zero | tr '\\0' x; echo end
    echo "ocf-exit-reason:talkative" >&2; exit 1`);
  const result = await runAction(request, { ...options, outputLimit: 1000 });
  expect(result.stdout.text).toMatch(/^begin\nx+\n\[99999010 bytes dropped\]\nx+end\n$/);
  expect(result.stdout.dropped).toBe(100_000_010 - 1000);
  expect(result).toMatchObject({ exitCode: OCF.ERR_GENERIC, exitReason: "talkative" });
}, 60_000);

test("all that an agent wrote before it ended is there, however much", async () => {
  const request = startOf("#!/bin/sh\nsleep 60 & head -c 300000 /dev/zero | tr '\\0' x; kill $!");
  expect((await runAction(request, options)).stdout.text).toHaveLength(300_000);
});

test("abortion kills the process group at once, and the action counts as cancelled", async () => {
  const controller = new AbortController();
  const running = runAction(
    startOf("#!/bin/sh\ntrap '' TERM\nsleep 60", { signal: controller.signal }),
    options,
  );
  setTimeout(() => controller.abort(), 150);
  expect(await running).toMatchObject({ status: ExecutionStatus.CANCELLED, exitCode: OCF.SUCCESS });
});

test("an action aborted beforehand starts no process", async () => {
  const touched = join(scratch, "touched");
  const request = startOf(`#!/bin/sh\ntouch ${touched}`, { signal: AbortSignal.abort() });
  expect((await runAction(request, options)).status).toBe(ExecutionStatus.CANCELLED);
  expect(existsSync(touched)).toBe(false);
});

test("a parameter that no environment can hold is the configuration's fault, not an exception", async () => {
  const request = startOf("#!/bin/sh\nexit 0", { parameters: { p: "a\0b" } });
  expect(await runAction(request, options)).toMatchObject({ exitCode: OCF.ERR_ARGS });
  const huge = startOf("#!/bin/sh\nexit 0", { parameters: { p: "x".repeat(4_000_000) } });
  expect(await runAction(huge, options)).toMatchObject({ status: ExecutionStatus.ERROR });
});

test("secrets are filled in when they match their sum; without them only a stop goes on", async () => {
  const secretsDirectory = join(scratch, "secrets");
  mkdirSync(join(secretsDirectory, "R"), { recursive: true });
  writeFileSync(join(secretsDirectory, "R", "password"), "hunter2\n");
  writeFileSync(join(secretsDirectory, "R", "password.sign"), "2AB96390C7DBE3439DE74D0C9B0B1767\n");
  const script = `#!/bin/sh\necho "$OCF_RESKEY_password"`;
  const request = startOf(script, { parameters: { password: "lrm://" } });
  expect((await runAction(request, { ...options, secretsDirectory })).stdout.text).toBe("hunter2\n");

  writeFileSync(join(secretsDirectory, "R", "password.sign"), "0".repeat(32));
  expect(await runAction(request, { ...options, secretsDirectory })).toMatchObject({
    exitCode: OCF.ERR_ARGS,
    exitReason: "Unable to load CIB secrets",
  });
  const stop = { ...request, action: "stop" };
  expect((await runAction(stop, { ...options, secretsDirectory })).stdout.text).toBe("lrm://\n");
});

test("many actions at once each get their own result", async () => {
  const request = startOf(`#!/bin/sh\necho "$OCF_RESKEY_n"`);
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, n) => runAction({ ...request, parameters: { n: String(n) } }, options)),
  );
  expect(results.map(({ stdout }) => Number(stdout.text))).toEqual(Array.from({ length: 40 }, (_, n) => n));
});
