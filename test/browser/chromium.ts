import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** The browser: what the environment says, or where distributions put it; null if there is none. */
export function findChromium(): string | null {
  const named = process.env.SANODE_CHROMIUM;
  if (named !== undefined && named !== "") return named;
  return ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path)) ?? null;
}

/** Opens a page without a window and gives its document as it is when the scripts have run. */
export async function openPage(chromium: string, html: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sanode-browser-"));
  try {
    const page = join(folder, "page.html");
    await writeFile(page, html);
    // Its sandbox needs rights that containers seldom give; the page is ours.
    const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    const place = [`--user-data-dir=${join(folder, "profile")}`, "--dump-dom", `file://${page}`];
    const { stdout } = await promisify(execFile)(chromium, [...options, ...place], {
      timeout: 90_000,
      killSignal: "SIGKILL",
      maxBuffer: 64 << 20,
    });
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
