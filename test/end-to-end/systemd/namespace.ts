import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BOOT = fileURLToPath(new URL("./boot.sh", import.meta.url));

/** What systemd needs to come up to the point where it can be spoken to. */
const SYSTEM_UNITS: Readonly<Record<string, string>> = {
  "test.target": "[Unit]\nDefaultDependencies=no\nWants=dbus.socket dbus.service\n",
  "dbus.socket": "[Unit]\nDefaultDependencies=no\n[Socket]\nListenStream=/run/dbus/system_bus_socket\n",
  "dbus.service": `[Unit]
DefaultDependencies=no
Requires=dbus.socket
[Service]
Type=notify
NotifyAccess=main
ExecStart=/usr/bin/dbus-daemon --system --address=systemd: --nofork --nopidfile --systemd-activation
`,
  ...Object.fromEntries(
    ["sysinit", "basic", "shutdown", "sockets", "timers", "paths", "local-fs", "umount"].map((name) => [
      `${name}.target`,
      "[Unit]\nDefaultDependencies=no\n",
    ]),
  ),
};

/** A systemd of our own, as process 1 of namespaces of its own, with nothing of the host to be harmed. */
export class SystemdNamespace {
  readonly directory: string;
  readonly #cgroup: string;
  readonly #unshare: ChildProcess;

  /** Whether this host has what it takes: root's rights, systemd, a D-Bus daemon and version 2 of control groups. */
  static get isPossible(): boolean {
    return (
      process.platform === "linux" &&
      process.getuid?.() === 0 &&
      existsSync("/lib/systemd/systemd") &&
      existsSync("/usr/bin/dbus-daemon") &&
      existsSync("/usr/share/dbus-1/system.conf") &&
      cgroupRoot() !== undefined &&
      canUnshare()
    );
  }

  /** Boots with these units, by their names, and waits until the bus answers. */
  static async boot(units: Readonly<Record<string, string>>): Promise<SystemdNamespace> {
    const namespace = new SystemdNamespace(units);
    for (let tries = 0; !existsSync(join(namespace.directory, "bus", "system_bus_socket")); tries += 1) {
      if (tries > 600) throw new Error("systemd does not come up");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return namespace;
  }

  private constructor(units: Readonly<Record<string, string>>) {
    this.directory = mkdtempSync(join(tmpdir(), "sanode-systemd-"));
    for (const name of ["bus", "overrides", "units"]) mkdirSync(join(this.directory, name), { mode: 0o755 });
    for (const [name, text] of Object.entries({ ...SYSTEM_UNITS, ...units })) {
      writeFileSync(join(this.directory, "units", name), text);
    }
    this.#cgroup = join(cgroupRoot() ?? "", this.directory.slice(this.directory.lastIndexOf("/") + 1));
    mkdirSync(this.#cgroup);
    const enter = 'echo $$ >"$0/cgroup.procs" && exec setpriv --pdeathsig KILL unshare "$@"';
    const namespaces = ["--pid", "--mount", "--fork", "--uts", "--ipc", "--net", "--cgroup", "--kill-child"];
    const args = ["-c", enter, this.#cgroup, ...namespaces, BOOT, this.directory];
    this.#unshare = spawn("/bin/sh", args, { stdio: ["ignore", "ignore", "inherit"] });
  }

  get busAddress(): string {
    return `unix:path=${this.directory}/bus/system_bus_socket`;
  }

  get overrideDirectory(): string {
    return join(this.directory, "overrides");
  }

  /** The number by which the host knows the process that is number 1 within. */
  get pid(): number {
    const path = `/proc/${this.#unshare.pid}/task/${this.#unshare.pid}/children`;
    return Number(readFileSync(path, "latin1").trim());
  }

  /** Ends everything within, and leaves nothing behind. */
  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#unshare.once("exit", resolve));
    if (this.#unshare.exitCode === null && this.#unshare.kill("SIGKILL")) await ended;
    for (let tries = 0; !removeCgroup(this.#cgroup) && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Where version 2 of control groups is mounted. */
function cgroupRoot(): string | undefined {
  const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
  return mounts.map((line) => line.split(" ")).find(([, , type]) => type === "cgroup2")?.[1];
}

function canUnshare(): boolean {
  try {
    execFileSync("unshare", ["--pid", "--mount", "--fork", "--net", "--cgroup", "setpriv", "true"], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}

/** Removes a control group with those in it; false while there are processes left in one. */
function removeCgroup(directory: string): boolean {
  if (!existsSync(directory)) return true;
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory() && !removeCgroup(join(directory, entry.name))) return false;
    }
    rmdirSync(directory);
    return true;
  } catch {
    return false;
  }
}
