import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { agreesWithReference } from "./reference.js";
import { AGENTS, describeWith, resource } from "./requirements.js";
import { RunningCluster } from "./running-cluster.js";

// Servers that people run, by the agents that Debian ships, under `sanode run`.

const POSTGRESQL = newest("/usr/lib/postgresql");

/** For hosts that have much else to do. */
const PATIENT = { timeout: 40_000, interval: 200 };

let cluster: RunningCluster | undefined;
let detach: (() => void) | undefined;
afterEach(async () => {
  await cluster?.killAll();
  detach?.();
  cluster?.remove();
  cluster = undefined;
  detach = undefined;
});

describeWith("nginx", { "/usr/sbin/nginx": "nginx-light", [`${AGENTS}/nginx`]: "resource-agents" }, () => {
  test("a page is served, again when the server was killed, and by another node when its node is", async () => {
    const port = await freePort();
    const running = await start((data) => ({
      nodes: ["n1", "n2"],
      resources: resource("web", "nginx", {
        configfile: nginx(data, port),
        status10url: `http://127.0.0.1:${port}/status`,
      }),
    }));
    const page = (): Promise<string> =>
      fetch(`http://127.0.0.1:${port}/`).then(
        (response) => response.text(),
        () => "",
      );
    expect(await page()).toBe("It beats.\n");

    const [home = ""] = await running.whereIs("web");
    const first = running.processes();
    expect(first.length).toBeGreaterThan(1);
    kill(first);
    await recovered(running, "web");
    expect(await page()).toBe("It beats.\n");
    const second = running.processes();
    expect(second.some((pid) => first.includes(pid))).toBe(false);
    await agreesWithReference(running);

    // nginx writes over its environment: whose it is has to be known by other means.
    expect((await running.sanode("node", "fence", home)).status).toBe(0);
    await running.settled();
    expect(second.filter(isAlive)).toEqual([]);
    expect(await running.whereIs("web")).toEqual([home === "n1" ? "n2" : "n1"]);
    await expect.poll(page, PATIENT).toBe("It beats.\n");
    await agreesWithReference(running);
    await endsWithNothingLeft(running);
    expect(await page()).toBe("");
  });
});

describeWith(
  "Redis on a file system of its own",
  {
    "/usr/bin/redis-server": "redis-server",
    "/usr/bin/redis-cli": "redis-tools",
    "/sbin/mkfs.ext4": "e2fsprogs",
    "/sbin/modprobe": "kmod",
    [`${AGENTS}/redis`]: "resource-agents",
    "/dev/loop-control": "loop devices",
  },
  () => {
    test("starts after its mount, keeps its data when it is killed, and the mount goes last", async () => {
      const port = await freePort();
      let mounted = "";
      const running = await start((data) => {
        mounted = join(data, "mounted");
        return { resources: `<group id="store">${fileSystem(data)}${redis(data, port)}</group>` };
      });
      expect(running.changes()).toEqual(["start disk n1", "start db n1"]);
      expect(readFileSync("/proc/mounts", "utf8")).toContain(` ${mounted} ext4 `);
      const ask = (...words: string[]): string =>
        execFileSync("redis-cli", ["-p", String(port), ...words], { encoding: "utf8" }).trim();
      expect(ask("set", "pulse", "72")).toBe("OK");

      kill(running.processes());
      await recovered(running, "db");
      expect(ask("get", "pulse")).toBe("72");
      expect(existsSync(join(mounted, "appendonlydir")) || existsSync(join(mounted, "appendonly.aof"))).toBe(
        true,
      );
      await agreesWithReference(running);

      const before = running.changes().length;
      await endsWithNothingLeft(running);
      expect(running.changes().slice(before)).toEqual(["stop db n1", "stop disk n1"]);
      expect(readFileSync("/proc/mounts", "utf8")).not.toContain(mounted);
    });
  },
);

describeWith(
  "PostgreSQL",
  {
    [`${POSTGRESQL}/bin/pg_ctl`]: "postgresql",
    "/usr/bin/psql": "postgresql-client",
    [`${AGENTS}/pgsql`]: "resource-agents",
  },
  () => {
    test("what was committed survives the server's sudden end, and that of the cluster's process", async () => {
      const port = await freePort();
      const running = await start((data) => ({ resources: postgresql(data, port) }));
      const ask = (sql: string): string =>
        execFileSync("psql", ["-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-qAtc", sql], {
          encoding: "utf8",
        }).trim();
      ask("create table pulse (beats integer); insert into pulse values (72)");

      kill(running.processes());
      await recovered(running, "db");
      expect(ask("select beats from pulse")).toBe("72");

      const started = ask("select pg_postmaster_start_time()");
      await running.killCommand();
      await running.run();
      await running.settled();
      expect(await running.whereIs("db")).toEqual(["n1"]);
      expect(ask("select pg_postmaster_start_time()")).toBe(started);
      await agreesWithReference(running);
      await endsWithNothingLeft(running);
    });
  },
);

async function start(prepare: Parameters<typeof RunningCluster.start>[0]): Promise<RunningCluster> {
  cluster = await RunningCluster.start(prepare);
  await cluster.settled();
  return cluster;
}

/** Waits until a monitor has found out that a resource had failed, and everything is well again. */
async function recovered(running: RunningCluster, id: string): Promise<void> {
  await expect.poll(() => running.failCount(id), PATIENT).toBe(1);
  await running.settled();
  expect(await running.whereIs(id)).toHaveLength(1);
}

async function endsWithNothingLeft(running: RunningCluster): Promise<void> {
  expect(await running.stop()).toBe(0);
  expect(running.processes()).toEqual([]);
}

function nginx(data: string, port: number): string {
  mkdirSync(join(data, "www"));
  writeFileSync(join(data, "www", "index.html"), "It beats.\n");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${data}/${name};`)
    .join(" ");
  const path = join(data, "nginx.conf");
  writeFileSync(
    path,
    // The agent reads this line by line.
    `error_log ${data}/error.log;
pid ${data}/nginx.pid;
worker_processes 1;
events { }
http {
  access_log off;
  ${temporary}
  server {
    listen 127.0.0.1:${port};
    root ${data}/www;
    location /status { stub_status; }
  }
}
`,
  );
  return path;
}

/** An ext4 on a loop device, which the test detaches. */
function fileSystem(data: string): string {
  const [image, directory] = [join(data, "image"), join(data, "mounted")];
  writeFileSync(image, Buffer.alloc(16 * 1024 * 1024));
  mkdirSync(directory);
  const redisUser = execFileSync("id", ["-u", "redis"], { encoding: "utf8" }).trim();
  execFileSync("mkfs.ext4", ["-q", "-F", "-E", `root_owner=${redisUser}:0`, image]);
  const device = execFileSync("losetup", ["--find", "--show", image], { encoding: "utf8" }).trim();
  detach = () => {
    if (readFileSync("/proc/mounts", "utf8").includes(directory)) execFileSync("umount", ["-l", directory]);
    execFileSync("losetup", ["--detach", device]);
  };
  return resource("disk", "Filesystem", { device, directory, fstype: "ext4" });
}

function redis(data: string, port: number): string {
  const path = join(data, "redis.conf");
  writeFileSync(
    path,
    `bind 127.0.0.1\nport ${port}\ndir ${data}/mounted\nappendonly yes\nappendfsync always\nsave ""\n`,
  );
  return resource("db", "redis", { config: path, rundir: join(data, "run"), port: String(port) });
}

function postgresql(data: string, port: number): string {
  const [pgdata, socketdir] = [join(data, "pg"), join(data, "sockets")];
  for (const directory of [pgdata, socketdir]) {
    mkdirSync(directory, { mode: 0o700 });
    execFileSync("chown", ["postgres", directory]);
  }
  const bin = join(POSTGRESQL, "bin");
  const initialize = ["-u", "postgres", "--", join(bin, "initdb"), "-D", pgdata, "-A", "trust", "--no-sync"];
  execFileSync("runuser", initialize, { stdio: "ignore", cwd: "/" });
  const configured = `unix_socket_directories = '${socketdir}'\n`;
  writeFileSync(join(pgdata, "postgresql.conf"), configured, { flag: "a" });
  return resource("db", "pgsql", {
    pgctl: join(bin, "pg_ctl"),
    pgdata,
    config: join(pgdata, "postgresql.conf"),
    pgport: String(port),
    socketdir,
    pghost: "127.0.0.1",
    logfile: join(socketdir, "log"),
    tmpdir: socketdir,
  });
}

/** The highest version that is installed in a directory. */
function newest(directory: string): string {
  const versions = existsSync(directory) ? readdirSync(directory).map(Number).filter(Number.isFinite) : [];
  return join(directory, String(Math.max(0, ...versions)));
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended with another one.
    }
  }
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return bound.port;
}
