import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { constants, Script } from "node:vm";

/** A CommonJS module that exports a command. */
export interface CommandModule {
  readonly main: (args: string[]) => Promise<number>;
}

/** Where the machine code of a script is kept that V8 made when the bundle was built. */
export function compiledPath(path: string): string {
  return `${path}.compiled`;
}

/**
 * Compiles a CommonJS module. Code that was kept beside it saves most of that; V8 takes it only if it has made it itself, in the same
 * version and for the same text.
 */
export function compileScript(path: string): Script {
  const compiled = compiledPath(path);
  const source = readFileSync(path, "utf8");
  return new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: path,
    ...(existsSync(compiled) && { cachedData: readFileSync(compiled) }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

/**
 * What a compiled module exports.
 *
 * @throws TypeError if that is no command
 */
export function runScript(script: Script, path: string): CommandModule {
  const module: { exports: unknown } = { exports: {} };
  const wrapper: (...names: unknown[]) => void = script.runInThisContext();
  wrapper(module.exports, createRequire(path), module, path, dirname(path));
  if (!isCommand(module.exports)) throw new TypeError(`${path} is no command`);
  return module.exports;
}

function isCommand(exported: unknown): exported is CommandModule {
  return (
    typeof exported === "object" &&
    exported !== null &&
    "main" in exported &&
    typeof exported.main === "function"
  );
}
