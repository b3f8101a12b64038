import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ActionResult, ExecutionStatus, HostAgents, OCF, ProcessRunner } from "@sanode/ra";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SystemdNamespace } from "./systemd/namespace.js";

// Real units of a real systemd, process 1 of a namespace of its own.

const unit = (section: string): string => `[Unit]\nDefaultDependencies=no\n${section}`;
const UNITS = {
  "web.service": unit("Description=A <web> site\n[Service]\nExecStart=/usr/bin/sleep infinity\n"),
  "slow.service": unit(
    `[Service]
ExecStartPre=/usr/bin/sh -c 'until test -e /run/systemd/system/go; do sleep 0.1; done'
ExecStart=/usr/bin/sleep infinity
ExecStop=/usr/bin/sleep 0.5
`,
  ),
  "stuck.service": unit(
    "[Service]\nType=notify\nExecStart=/usr/bin/sleep infinity\nTimeoutStartSec=infinity\n",
  ),
  "broken.service": unit("[Service]\nType=oneshot\nExecStart=/usr/bin/false\n"),
  "late.service": unit(
    "JobRunningTimeoutSec=500ms\n[Service]\nType=notify\nExecStart=/usr/bin/sleep infinity\nTimeoutStartSec=infinity\n",
  ),
  "short-lived.service": unit("[Service]\nExecStart=/usr/bin/sleep 0.3\nRestart=always\nRestartSec=100ms\n"),
  "tunnel@.service": unit("[Service]\nExecStart=/usr/bin/sleep infinity\n"),
  "front.socket": unit("[Socket]\nListenStream=/run/front\nService=web.service\n"),
  "tick.timer": unit("[Timer]\nOnActiveSec=1h\nUnit=web.service\n"),
  "watch.path": unit("[Path]\nPathExists=/never\nUnit=web.service\n"),
  "mnt.mount": unit("[Mount]\nWhat=tmpfs\nWhere=/mnt\nType=tmpfs\n"),
  "other.target": unit(""),
};

describe.skipIf(!SystemdNamespace.isPossible)("units of systemd", () => {
  let namespace: SystemdNamespace;
  let agents: HostAgents;
  const systemd = () => ({
    busAddress: namespace.busAddress,
    overrideDirectory: namespace.overrideDirectory,
  });

  beforeAll(async () => {
    namespace = await SystemdNamespace.boot(UNITS);
    agents = new HostAgents({ systemd: systemd() });
  });
  afterAll(async () => {
    agents.close();
    await namespace.end();
  });

  const run = (type: string, action: string, timeout = 20_000, parameters = {}): Promise<ActionResult> =>
    agents.run({ agent: { class: "systemd", type }, resource: type, action, parameters, timeout });
  const done = (exitCode: number, exitReason = "") => ({
    status: ExecutionStatus.DONE,
    exitCode,
    exitReason,
  });
  const override = (name: string): string =>
    join(namespace.overrideDirectory, `${name}.d`, "50-pacemaker.conf");

  test.each(["web", "tunnel@10.0.0.1:80", "front.socket", "tick.timer", "watch.path", "mnt.mount"])(
    "%s is started, found active, stopped and found inactive",
    async (type) => {
      expect(await run(type, "monitor")).toMatchObject(done(OCF.NOT_RUNNING, "inactive"));
      expect(await run(type, "start")).toMatchObject(done(OCF.SUCCESS));
      expect(await run(type, "monitor")).toMatchObject(done(OCF.SUCCESS));
      expect(await run(type, "start")).toMatchObject(done(OCF.SUCCESS));
      expect(await run(type, "stop")).toMatchObject(done(OCF.SUCCESS));
      expect(await run(type, "monitor")).toMatchObject(done(OCF.NOT_RUNNING, "inactive"));
      expect(await run(type, "stop")).toMatchObject(done(OCF.SUCCESS));
    },
  );

  test("a slow unit is followed to the end of its job, and a probe meanwhile waits for the outcome", async () => {
    const starting = run("slow", "start");
    await untilPending("slow");
    const probe = run("slow", "monitor");
    writeFileSync(join(namespace.overrideDirectory, "go"), "");
    expect(await probe).toMatchObject(done(OCF.SUCCESS));
    expect(await starting).toMatchObject(done(OCF.SUCCESS));
    expect(await run("slow", "stop")).toMatchObject(done(OCF.SUCCESS));
    expect(await run("slow", "monitor")).toMatchObject(done(OCF.NOT_RUNNING, "inactive"));
  });

  /** Looks as a recurring monitor, which does not wait. */
  async function untilPending(type: string): Promise<void> {
    const look = () => run(type, "monitor", 20_000, { CRM_meta_interval: "1000" });
    while ((await look()).status !== ExecutionStatus.PENDING) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  test("a unit that fails is an error, and inactive afterwards", async () => {
    expect(await run("broken", "start")).toMatchObject({
      status: ExecutionStatus.ERROR,
      exitCode: OCF.ERR_GENERIC,
      exitReason: "systemd start job for broken.service failed with result 'failed'",
    });
    expect(await run("broken", "monitor")).toMatchObject(done(OCF.NOT_RUNNING, "failed"));
    expect(existsSync(override("broken.service"))).toBe(true);
    expect(await run("broken", "stop")).toMatchObject(done(OCF.SUCCESS));
    expect(existsSync(override("broken.service"))).toBe(false);
  });

  test("a job that systemd gives up has timed out", async () => {
    expect(await run("late", "start")).toMatchObject({
      status: ExecutionStatus.TIMED_OUT,
      exitReason: "systemd start job for late.service timed out",
    });
    expect(await run("late", "stop")).toMatchObject(done(OCF.SUCCESS));
  });

  test("a unit that never comes up ends with the action's time, and can be stopped then", async () => {
    expect(await run("stuck", "start", 1000)).toMatchObject({
      status: ExecutionStatus.TIMED_OUT,
      exitCode: OCF.ERR_GENERIC,
      exitReason: "start action for systemd unit stuck did not complete in time",
    });
    const probe = await run("stuck", "monitor", 1000);
    expect(probe).toMatchObject({ status: ExecutionStatus.TIMED_OUT, exitCode: OCF.ERR_GENERIC });
    expect(probe.exitReason).toContain("Investigate reason for timeout");
    expect(await run("stuck", "stop")).toMatchObject(done(OCF.SUCCESS));
  });

  test("an aborted start is cancelled at once", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const agent = { class: "systemd", type: "stuck" };
    const starting = agents.run({
      agent,
      resource: "s",
      action: "start",
      parameters: {},
      timeout: 0,
      signal,
    });
    await untilPending("stuck");
    controller.abort();
    expect(await starting).toMatchObject({ status: ExecutionStatus.CANCELLED });
    expect(await run("stuck", "stop")).toMatchObject(done(OCF.SUCCESS));
  });

  test("a start that is aborted before systemd is told starts nothing later", async () => {
    const agent = { class: "systemd", type: "web" };
    const controller = new AbortController();
    const { signal } = controller;
    const starting = agents.run({
      agent,
      resource: "w",
      action: "start",
      parameters: {},
      timeout: 0,
      signal,
    });
    controller.abort();
    expect(await starting).toMatchObject({ status: ExecutionStatus.CANCELLED });
    for (let look = 0; look < 20; look += 1) {
      expect(await run("web", "monitor")).toMatchObject(done(OCF.NOT_RUNNING, "inactive"));
    }
  });

  test("what is not there is not installed, and stopped", async () => {
    expect(await run("missing", "monitor")).toMatchObject(done(OCF.NOT_RUNNING, "inactive"));
    expect(await run("missing", "start")).toMatchObject({
      status: ExecutionStatus.NOT_INSTALLED,
      exitCode: OCF.ERR_INSTALLED,
      exitReason: "systemd unit missing not found",
    });
    expect(await run("missing", "stop")).toMatchObject(done(OCF.SUCCESS));
    expect((await run("not/a-unit", "start")).exitReason).toBe(
      "No DBus object found for systemd unit not/a-unit",
    );
  });

  test("while the cluster manages a unit, systemd does not restart it", async () => {
    expect(await run("short-lived", "start")).toMatchObject(done(OCF.SUCCESS));
    expect(readFileSync(override("short-lived.service"), "utf8")).toContain("Restart=no");
    let result = await run("short-lived", "monitor");
    while (result.exitCode === OCF.SUCCESS) result = await run("short-lived", "monitor");
    // Restarted, it would be `activating` for a while, and `active` then.
    expect(result).toMatchObject(done(OCF.NOT_RUNNING, "inactive"));
    expect(await run("short-lived", "stop")).toMatchObject(done(OCF.SUCCESS));
  });

  test("a systemd that executes itself anew, and a bus that is restarted, fail no monitor", async () => {
    expect(await run("web", "start")).toMatchObject(done(OCF.SUCCESS));
    for (let look = 0; look < 300; look += 1) {
      if (look === 10) process.kill(namespace.pid, "SIGTERM");
      if (look === 200) killBus(namespace.pid);
      expect(await run("web", "monitor")).toMatchObject(done(OCF.SUCCESS));
    }
    expect(await run("web", "stop")).toMatchObject(done(OCF.SUCCESS));
  });

  test("units are listed as they are configured, and describe themselves", async () => {
    const types = (await agents.agentClass("systemd")?.list())?.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["front.socket", "mnt.mount", "tunnel@", "web"]));
    expect(types).not.toContain("other.target");
    const answer = await agents.metadata({ class: "systemd", type: "web" });
    expect(answer).toMatchObject({
      metadata: { name: "web", longDescription: "A <web> site", parameters: [] },
    });
    expect(await agents.metadata({ class: "systemd", type: "tunnel@" })).toHaveProperty("metadata");
    expect(await agents.metadata({ class: "systemd", type: "missing" })).toHaveProperty("problem");
  });

  test("a service is a unit where there is no script of its name", async () => {
    const service = (action: string) =>
      agents.run({
        agent: { class: "service", type: "web" },
        resource: "w",
        action,
        parameters: {},
        timeout: 9000,
      });
    expect(await service("start")).toMatchObject(done(OCF.SUCCESS));
    expect(await run("web", "monitor")).toMatchObject(done(OCF.SUCCESS));
    expect(await service("stop")).toMatchObject(done(OCF.SUCCESS));
  });

  test("a node that is killed loses its units, and none that are not its own", async () => {
    expect(await run("web", "start")).toMatchObject(done(OCF.SUCCESS));
    const node = new ProcessRunner({ systemd: systemd() });
    const agent = { class: "systemd", type: "tunnel@east" };
    const start = { agent, resource: "t", action: "start", parameters: {}, timeout: 9000 };
    expect(await node.run(start)).toMatchObject(done(OCF.SUCCESS));
    await node.killAll();
    expect(await run("tunnel@east", "monitor")).toMatchObject({ exitCode: OCF.NOT_RUNNING });
    expect(await run("web", "monitor")).toMatchObject(done(OCF.SUCCESS));
    expect(await run("web", "stop")).toMatchObject(done(OCF.SUCCESS));
  });
});

function killBus(systemd: number): void {
  const children = readFileSync(`/proc/${systemd}/task/${systemd}/children`, "latin1").trim().split(" ");
  for (const pid of children) {
    if (readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("dbus-daemon"))
      process.kill(Number(pid), "SIGKILL");
  }
}
