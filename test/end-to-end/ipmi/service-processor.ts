import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What is needed for it, and which packages have it. */
const NEEDED: Readonly<Record<string, string>> = {
  "/usr/bin/ipmi_sim": "openipmi",
  "/usr/bin/ipmitool": "ipmitool",
  "/usr/sbin/fence_ipmilan": "fence-agents",
};
/** The packages that are not installed. */
export const missing: readonly string[] = Object.entries(NEEDED).flatMap(([path, name]) =>
  existsSync(path) ? [] : [name],
);

/** One server's BMC, on a port of its own. What it does with the power is written to files. */
export class ServiceProcessor {
  readonly port: number;
  readonly #folder: string;
  readonly #process: ChildProcess;

  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
    const control = this.#write(
      "chassis",
      `#!/bin/sh
      case "$1 $2" in
      "get power") echo "power:$(cat ${folder}/power)";;
      "get boot") echo "boot:default";;
      "set power") echo "$3" > ${folder}/power; echo "$3" >> ${folder}/log;;
      esac`,
    );
    chmodSync(control, 0o755);
    this.#write("power", "1\n");
    this.#write("log", "");
    const lan = this.#write("lan.conf", configuration(port, control));
    const commands = this.#write("commands", COMMANDS);
    this.#process = spawn("/usr/bin/ipmi_sim", ["-c", lan, "-f", commands, "-s", folder, "-n"], {
      stdio: "ignore",
    });
  }

  get isOn(): boolean {
    return readFileSync(join(this.#folder, "power"), "utf8").trim() === "1";
  }

  /** What was done with the power so far: 0 for off, 1 for on. */
  get switched(): readonly string[] {
    return readFileSync(join(this.#folder, "log"), "utf8").split("\n").filter(Boolean);
  }

  switchOn(): void {
    this.#write("power", "1\n");
    this.#write("log", "");
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#process.once("exit", () => resolve());
      if (!this.#process.kill("SIGKILL")) resolve();
    });
  }

  #write(name: string, text: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, text);
    return path;
  }
}

const configuration = (port: number, control: string): string => `name "bmc"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 ${port}
    priv_limit admin
    allowed_auths_admin none md2 md5 straight
    guid a123456789abcdefa123456789abcdef
  endlan
  chassis_control "${control}"
  user 2 true "admin" "secret" admin 10 none md2 md5 straight
`;

const COMMANDS = `mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
mc_enable 0x20
`;

/** A port that nobody listens to. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
