#!/usr/bin/env node
import { join } from "node:path";
import { compileScript, runScript } from "./command/compiled-script.js";
import { runCommand } from "./command/run-command.js";

/*
 * The program `sanode`, bundled as CommonJS, which starts faster. `simulate` is called often, and on small documents starting takes
 * longer than the work: it is a single file, with its machine code beside it. All other commands come with `main`.
 */
const [name, ...args] = process.argv.slice(2);
if (name === "simulate") {
  const path = join(__dirname, "simulate.js");
  void runCommand(runScript(compileScript(path), path).main, args);
} else {
  // Left to Node by the bundler: a module of its own.
  const main = "./main.mjs";
  void import(main);
}
