import { ExitStatus } from "./command/exit-status.js";
import { runCommand } from "./command/run-command.js";
import { TOP_HELP, VERSION_TEXT } from "./command/top-help.js";

/** A subcommand: its module is only loaded when it is called. Returns the exit status. */
type Main = (args: string[]) => Promise<number>;

const SUBCOMMANDS: Readonly<Record<string, () => Promise<{ readonly main: Main }>>> = {
  simulate: () => import("./simulate/index.js"),
  verify: () => import("./verify/index.js"),
  cib: () => import("./cib/index.js"),
  attribute: () => import("./attribute/index.js"),
  attrd: () => import("./attrd/index.js"),
  shadow: () => import("./shadow/index.js"),
  fence: () => import("./fence/index.js"),
  run: () => import("./run/index.js"),
  status: () => import("./status/index.js"),
  mon: () => import("./mon/index.js"),
  resource: () => import("./resource/index.js"),
  node: () => import("./node/index.js"),
  members: () => import("./members/index.js"),
  configure: () => import("./configure/index.js"),
  ra: () => import("./ra/index.js"),
  demo: () => import("./demo/index.js"),
};

async function main([name, ...args]: readonly string[]): Promise<number> {
  switch (name) {
    case undefined:
      process.stderr.write(TOP_HELP);
      return ExitStatus.usage;
    case "-h":
    case "-?":
    case "--help":
    case "help":
      process.stdout.write(TOP_HELP);
      return ExitStatus.ok;
    case "-$":
    case "--version":
      process.stdout.write(VERSION_TEXT);
      return ExitStatus.ok;
  }
  const load = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (load === undefined) {
    const known = Object.keys(SUBCOMMANDS).join(", ");
    process.stderr.write(`sanode: Unknown command ${name} (there are ${known}; try: sanode --help)\n`);
    return ExitStatus.usage;
  }
  const subcommand = await load();
  return subcommand.main(args);
}

await runCommand(main, process.argv.slice(2));
