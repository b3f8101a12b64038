import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ActionResult,
  type AgentName,
  ExecutionStatus,
  HostAgents,
  OCF,
  validateParameters,
} from "@sanode/ra";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// The agents that Debian ships, as they are installed: resource-agents, pacemaker-resource-agents, fence-agents, cluster-glue.

const isInstalled = existsSync("/usr/lib/ocf/resource.d/heartbeat/Dummy");
const isRoot = process.getuid?.() === 0;

let scratch: string;
let agents: HostAgents;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "sanode-debian-"));
  agents = new HostAgents({ environment: { HA_RSCTMP: scratch }, initDirectory: join(scratch, "init.d") });
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const ocf = (provider: string, type: string): AgentName => ({ class: "ocf", provider, type });
const run = (
  agent: AgentName,
  action: string,
  parameters: Record<string, string> = {},
  runner = agents,
): Promise<ActionResult> => runner.run({ agent, resource: "R", action, parameters, timeout: 60_000 });
const done = (exitCode: number) => ({ status: ExecutionStatus.DONE, exitCode });

describe.skipIf(!isInstalled)("agents that Debian ships", () => {
  /** A tool for people that only looks like an agent by its name. */
  const NO_AGENTS = ["fence_ack_manual"];

  test("the meta-data of every one is read, and agrees with the agent's own defaults", async () => {
    const host = new HostAgents();
    const problems: string[] = [];
    const counts: string[] = [];
    for (const name of ["ocf", "stonith", "lsb"]) {
      const installed = (await host.agentClass(name)?.list()) ?? [];
      const read = await inTurns(installed, async (agent) => {
        const answer = await host.metadata(agent);
        if ("problem" in answer) return NO_AGENTS.includes(agent.type) ? [] : problems.push(answer.problem);
        const { metadata } = answer;
        expect(metadata.parameters.map((parameter) => parameter.name)).not.toContain("");
        const defaults = metadata.parameters.flatMap(({ name, default: value }) =>
          value === undefined || value === "" ? [] : [[name, value] as const],
        );
        for (const finding of validateParameters(metadata, Object.fromEntries(defaults))) {
          if (finding.severity === "error" && finding.code !== "missing-parameter")
            problems.push(finding.message);
        }
        return [agent];
      });
      counts.push(`${name} ${read.filter(Array.isArray).flat().length} of ${installed.length}`);
    }
    console.info(`meta-data read: ${counts.join(", ")}`);
    expect(problems).toEqual([]);
  });

  test("Dummy is started, monitored and stopped", async () => {
    const dummy = ocf("heartbeat", "Dummy");
    const state = { state: join(scratch, "dummy.state") };
    expect(await run(dummy, "monitor", state)).toMatchObject(done(OCF.NOT_RUNNING));
    expect(await run(dummy, "start", state)).toMatchObject(done(OCF.SUCCESS));
    expect(await run(dummy, "monitor", state)).toMatchObject(done(OCF.SUCCESS));
    expect(await run(dummy, "stop", state)).toMatchObject(done(OCF.SUCCESS));
    expect(await run(dummy, "monitor", state)).toMatchObject(done(OCF.NOT_RUNNING));
    expect(await run(dummy, "no-such-action", state)).toMatchObject(done(OCF.ERR_UNIMPLEMENTED));
  });

  test("Stateful is promoted and demoted", async () => {
    const stateful = ocf("pacemaker", "Stateful");
    const state = { state: join(scratch, "stateful.state"), CRM_meta_promoted_max: "1" };
    const steps: [string, number][] = [
      ["monitor", OCF.NOT_RUNNING],
      ["start", OCF.SUCCESS],
      ["monitor", OCF.SUCCESS],
      ["promote", OCF.SUCCESS],
      ["monitor", OCF.RUNNING_PROMOTED],
      ["demote", OCF.SUCCESS],
      ["monitor", OCF.SUCCESS],
      ["stop", OCF.SUCCESS],
      ["monitor", OCF.NOT_RUNNING],
    ];
    for (const [action, exitCode] of steps) {
      expect([action, await run(stateful, action, state)]).toMatchObject([action, done(exitCode)]);
    }
  });

  test("a parameter that makes no sense is told with the agent's own reason", async () => {
    const result = await run(ocf("heartbeat", "Filesystem"), "start", { device: "", directory: "" });
    expect(result).toMatchObject(done(OCF.ERR_CONFIGURED));
    expect(result.exitReason).not.toBe("");
  });

  test.skipIf(!isRoot || !canMakeNamespaces())(
    "IPaddr2 brings an address up in a network namespace",
    async () => {
      const name = `sanode-${process.pid}`;
      const inside = within(`ip netns exec ${name}`, "IPaddr2");
      ip("netns", "add", name);
      try {
        ip("-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
        for (const link of ["lo", "eth0", "eth1"]) ip("-n", name, "link", "set", link, "up");
        const parameters = { ip: "192.0.2.7", cidr_netmask: "24", nic: "eth0" };
        const address = (): string => ip("-n", name, "-4", "-brief", "address", "show", "dev", "eth0");
        expect(await run(inside.agent, "start", parameters, inside.runner)).toMatchObject(done(OCF.SUCCESS));
        expect(address()).toContain("192.0.2.7/24");
        expect(await run(inside.agent, "monitor", parameters, inside.runner)).toMatchObject(
          done(OCF.SUCCESS),
        );
        expect(await run(inside.agent, "stop", parameters, inside.runner)).toMatchObject(done(OCF.SUCCESS));
        expect(address()).not.toContain("192.0.2.7");
        expect(await run(inside.agent, "monitor", parameters, inside.runner)).toMatchObject(
          done(OCF.NOT_RUNNING),
        );
      } finally {
        ip("netns", "delete", name);
      }
    },
  );

  test.skipIf(!isRoot || !hasLoopDevices())("Filesystem mounts a loop device", async () => {
    const [image, directory] = [join(scratch, "image"), join(scratch, "mounted")];
    writeFileSync(image, Buffer.alloc(4 * 1024 * 1024));
    mkdirSync(directory);
    execFileSync("mkfs.ext2", ["-q", "-F", image]);
    const device = execFileSync("losetup", ["--find", "--show", image], { encoding: "utf8" }).trim();
    const filesystem = ocf("heartbeat", "Filesystem");
    const parameters = { device, directory, fstype: "ext2" };
    try {
      expect(await run(filesystem, "monitor", parameters)).toMatchObject(done(OCF.NOT_RUNNING));
      expect(await run(filesystem, "start", parameters)).toMatchObject(done(OCF.SUCCESS));
      expect(readFileSync("/proc/mounts", "utf8")).toContain(` ${directory} ext2 `);
      expect(await run(filesystem, "monitor", parameters)).toMatchObject(done(OCF.SUCCESS));
      expect(await run(filesystem, "stop", parameters)).toMatchObject(done(OCF.SUCCESS));
      expect(await run(filesystem, "monitor", parameters)).toMatchObject(done(OCF.NOT_RUNNING));
    } finally {
      execFileSync("losetup", ["--detach", device]);
    }
    expect(readFileSync("/proc/mounts", "utf8")).not.toContain(directory);
  });

  test.skipIf(!existsSync("/lib/lsb/init-functions"))(
    "an init script made with Debian's functions",
    async () => {
      const pidFile = join(scratch, "sleeper.pid");
      mkdirSync(join(scratch, "init.d"));
      const text = `#!/bin/sh
### BEGIN INIT INFO
# Provides:          sleeper
# Short-Description: Sleeps
### END INIT INFO
. /lib/lsb/init-functions
case "$1" in
start) start-stop-daemon --start --oknodo --background --make-pidfile --pidfile ${pidFile} --exec /bin/sleep -- 600 ;;
stop) start-stop-daemon --stop --oknodo --remove-pidfile --retry 5 --pidfile ${pidFile} --exec /bin/sleep ;;
status) status_of_proc -p ${pidFile} /bin/sleep sleeper ;;
*) exit 3 ;;
esac
`;
      writeFileSync(join(scratch, "init.d", "sleeper"), text, { mode: 0o755 });
      const sleeper = { class: "lsb", type: "sleeper" };
      expect(await run(sleeper, "monitor")).toMatchObject(done(OCF.NOT_RUNNING));
      expect(await run(sleeper, "start")).toMatchObject(done(OCF.SUCCESS));
      expect(await run(sleeper, "monitor")).toMatchObject(done(OCF.SUCCESS));
      expect(await run(sleeper, "stop")).toMatchObject(done(OCF.SUCCESS));
      expect(await run(sleeper, "monitor")).toMatchObject(done(OCF.NOT_RUNNING));
      expect(await run(sleeper, "promote")).toMatchObject(done(OCF.ERR_UNIMPLEMENTED));
    },
  );

  test.skipIf(!existsSync("/usr/sbin/fence_dummy"))("fence_dummy is switched off and on", async () => {
    const dummy = { class: "stonith", type: "fence_dummy" };
    const parameters = { type: "file", status_file: join(scratch, "power") };
    expect(await run(dummy, "monitor", parameters)).toMatchObject(done(OCF.SUCCESS));
    expect(await run(dummy, "on", parameters)).toMatchObject(done(0));
    expect(await run(dummy, "status", parameters)).toMatchObject(done(0));
    expect(await run(dummy, "off", parameters)).toMatchObject(done(0));
    expect(await run(dummy, "status", parameters)).toMatchObject(done(2));
  });
});

/** A runner whose agent of that type is the installed one, called by a command that takes it elsewhere. */
function within(command: string, type: string): { agent: AgentName; runner: HostAgents } {
  const directory = join(scratch, "within", "elsewhere");
  mkdirSync(directory, { recursive: true });
  const installed = `/usr/lib/ocf/resource.d/heartbeat/${type}`;
  writeFileSync(join(directory, type), `#!/bin/sh\nexec ${command} ${installed} "$@"\n`, { mode: 0o755 });
  const runner = new HostAgents({
    agentDirectories: [join(scratch, "within")],
    environment: { HA_RSCTMP: scratch },
  });
  return { agent: ocf("elsewhere", type), runner };
}

function ip(...args: string[]): string {
  return execFileSync("ip", args, { encoding: "utf8" });
}

function canMakeNamespaces(): boolean {
  try {
    execFileSync("unshare", ["--net", "true"], { stdio: "ignore" });
    return execFileSync("ip", ["-V"], { encoding: "utf8" }) !== "";
  } catch {
    return false;
  }
}

function hasLoopDevices(): boolean {
  try {
    execFileSync("losetup", ["--find"], { stdio: "ignore" });
    execFileSync("mkfs.ext2", ["-V"], { stdio: "ignore" });
    // The agent insists on it, needed or not.
    return existsSync("/usr/sbin/modprobe") || existsSync("/sbin/modprobe");
  } catch {
    return false;
  }
}

/** As many at a time as a small machine has processors. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const queue = [...items];
  const results: Result[] = [];
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) results.push(await act(item));
  };
  await Promise.all([work(), work()]);
  return results;
}
