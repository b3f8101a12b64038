import { describe, expect, it } from "vitest";
import { bundleForBrowser } from "./bundle.js";
import { findChromium, openPage } from "./chromium.js";
import { answers } from "./small-cluster.js";

const everything = `
  export * as cib from "@sanode/cib";
  export * as pengine from "@sanode/pengine";
  export * as tengine from "@sanode/tengine";
`;

const program = `
  import { answers } from "./small-cluster.js";
  for (const [name, text] of Object.entries(answers())) {
    const section = document.createElement("pre");
    section.id = name;
    section.textContent = text;
    document.body.append(section);
  }
`;

const chromium = findChromium();
if (chromium === null) {
  console.warn("No Chromium (SANODE_CHROMIUM, /usr/bin/chromium): the library is not run in a browser.");
}

describe("document, policy engine and transition engine, bundled for a browser", () => {
  it("need no module of Node, nor any other", async () => {
    const { script, imports } = await bundleForBrowser(everything);
    expect(imports).toEqual([]);
    expect(script).not.toMatch(/["']node:/);
  });

  it.skipIf(chromium === null)("say there what they say in Node", async () => {
    const { script } = await bundleForBrowser(program);
    const html = `<!doctype html><meta charset="utf-8"><body><script type="module">${inline(script)}</script>`;
    const dom = await openPage(chromium ?? "", html);
    const expected = answers();
    expect(expected.report).toContain("Fencing würfel (reboot)");
    expect(expected.report).toMatch(/Resource action: site\s+start on ventricle/);
    for (const [name, text] of Object.entries(expected)) expect(sectionOf(dom, name), name).toBe(text);
  });
});

/** A script's text inside of a page must not look like the end of the script. */
function inline(script: string): string {
  return script.replaceAll("</script", "<\\/script");
}

function sectionOf(dom: string, id: string): string | undefined {
  const text = new RegExp(`<pre id="${id}">\n?([^<]*)</pre>`).exec(dom)?.[1];
  return text?.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
