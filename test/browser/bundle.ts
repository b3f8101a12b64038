import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const tests = fileURLToPath(new URL("../", import.meta.url));

/** A script for a page, and what it would still have to import when it runs. */
export interface BrowserBundle {
  readonly script: string;
  readonly imports: readonly string[];
}

/** Bundles a program, given as text, for a browser; our packages come from their sources. */
export async function bundleForBrowser(program: string): Promise<BrowserBundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    tsconfig: `${tests}tsconfig.sources.json`,
    bundle: true,
    write: false,
    metafile: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    // Left as they are, so that they can be told by name.
    external: ["node:*", ...builtinModules],
    logLevel: "error",
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return { script: outputFiles[0]?.text ?? "", imports };
}
