import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const packages = fileURLToPath(new URL("../../packages", import.meta.url));

/** Takes our packages from their sources, so that no build is needed before a test. */
const sources: Plugin = {
  name: "sources",
  setup({ onResolve }) {
    onResolve({ filter: /^@sanode\// }, ({ path }) => {
      const [, name, door] = path.split("/");
      const folder = door === undefined ? "src" : `src/${door}`;
      const file = `${packages}/${name}/${folder}/index.ts`;
      return existsSync(file) ? { path: file } : { errors: [{ text: `no sources of ${path}` }] };
    });
  },
};

/** Makes a program for Node of a source file, in the manner of the command's own bundle: DIRECTORY/NAME.mjs. */
export async function bundle(entry: string, directory: string, name: string): Promise<void> {
  await build({
    entryPoints: { [name]: entry },
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
    plugins: [sources],
  });
}
