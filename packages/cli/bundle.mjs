import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compiledPath, compileScript, runScript } from "./dist/command/compiled-script.js";

/*
 * Makes dist/bin: the program `sanode.js`, the command `simulate.js` with its machine code, and `main.mjs` with all commands, each of
 * which is only loaded when it is called. See src/start.ts.
 */

const folder = fileURLToPath(new URL("dist/bin/", import.meta.url));
const cases = fileURLToPath(new URL("../../test/cases/", import.meta.url));

const common = {
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  outdir: folder,
  bundle: true,
  platform: "node",
  target: "node20",
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: "warning",
};

rmSync(folder, { recursive: true, force: true });
await build({
  ...common,
  entryPoints: { main: "src/main.ts" },
  format: "esm",
  splitting: true,
  outExtension: { ".js": ".mjs" },
});
await build({
  ...common,
  entryPoints: { sanode: "src/start.ts", simulate: "src/simulate/index.ts" },
  format: "cjs",
  // Only a document of a running cluster needs it.
  external: ["@sanode/controller"],
});
writeFileSync(`${folder}package.json`, '{ "type": "commonjs" }\n');
await compile(`${folder}simulate.js`);

/** Keeps the code of what is used in simulations of small clusters. */
async function compile(path) {
  const script = compileScript(path);
  const { main } = runScript(script, path);
  const silent = { line() {}, error() {}, verbatim() {}, flush() {} };
  for (const name of readdirSync(cases)) {
    for (const file of readdirSync(`${cases}${name}`)) {
      if (file.endsWith(".xml")) await main(["-S", "-x", `${cases}${name}/${file}`], silent);
    }
  }
  writeFileSync(compiledPath(path), script.createCachedData());
}
