import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const sources = fileURLToPath(new URL("../../test/tsconfig.sources.json", import.meta.url));

/** Bundles the measuring program with our packages' sources, so that what is measured is what is shipped. */
export async function buildProgram(file: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL("program.ts", import.meta.url))],
    outfile: file,
    tsconfig: sources,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });
}
