import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run, type Told } from "../../test-support/run.js";
import { main } from "./index.js";

const directory = mkdtempSync(join(tmpdir(), "sanode-ra-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const METADATA = `<?xml version="1.0"?>
<resource-agent name="web" version="2"><version>1.1</version>
<longdesc lang="en">Serves pages.</longdesc><shortdesc lang="en">Web site</shortdesc>
<shortdesc lang="de">Netzauftritt</shortdesc>
<parameters>
<parameter name="port" required="1" reloadable="1"><shortdesc lang="en">Port</shortdesc><content type="integer"/></parameter>
<parameter name="mode"><content type="select" default="a"><option value="a"/><option value="b"/></content></parameter>
</parameters>
<actions><action name="monitor" timeout="20s" interval="10s"/></actions></resource-agent>`;

function install(provider: string, type: string, script: string): void {
  mkdirSync(join(directory, provider), { recursive: true });
  writeFileSync(join(directory, provider, type), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, provider, type), 0o755);
}
install(
  "one",
  "website",
  `if [ "$1" = meta-data ]; then cat <<'END'\n${METADATA}\nEND\nexit; fi
echo "port $OCF_RESKEY_port"; echo "ocf-exit-reason:no cheese" >&2; test "$1" = hang && sleep 60; exit 7`,
);
install("one", "twice", "exit 0");
install("two", "twice", "exit 0");

const ra = (...args: string[]): Promise<Told> => run(main, ...args, "--agents", directory);

describe("sanode ra list", () => {
  it("names the agents of a class or a provider", async () => {
    const all = await ra("list", "ocf");
    expect(all).toEqual({ status: 0, output: "ocf:one:twice\nocf:one:website\nocf:two:twice\n", errors: "" });
    expect((await ra("list", "ocf:two")).output).toBe("ocf:two:twice\n");
    expect(JSON.parse((await ra("list", "ocf:two", "--json")).output)).toEqual(["ocf:two:twice"]);
  });

  it("knows what there is instead", async () => {
    expect(await ra("list", "nagios")).toMatchObject({ status: 105, output: "" });
    expect((await ra("list", "ocf:three")).errors).toContain("there are one, two");
  });
});

describe("sanode ra classes", () => {
  it("names every class, and providers", async () => {
    const { output } = await ra("classes");
    expect(output).toMatch(/^ocf +3 \/ one two\n/);
    expect(JSON.parse((await ra("classes", "--json")).output)).toContainEqual({
      name: "ocf",
      agents: 3,
      providers: ["one", "two"],
    });
  });
});

describe("sanode ra info", () => {
  it("tells what an agent says of itself", async () => {
    expect((await ra("info", "website")).output).toBe(`ocf:one:website - Web site

Serves pages.

Parameters (* required):

port* (integer): Port
    can be changed without a restart

mode (a|b [a])

Actions:

    monitor timeout=20s interval=10s
`);
  });

  it("speaks the language asked for where the agent does", async () => {
    expect((await ra("info", "website", "-l", "de")).output).toMatch(
      /^ocf:one:website - Netzauftritt\n\nServes/,
    );
  });

  it("has it all as JSON", async () => {
    const { output } = await ra("info", "ocf:one:website", "--json");
    expect(JSON.parse(output)).toMatchObject({
      standard: "1.1",
      parameters: [{ name: "port" }, { name: "mode" }],
    });
  });

  it.each([
    ["website2", 105, "did you mean ocf:one:website?"],
    ["ocf:one:webste", 105, "did you mean ocf:one:website?"],
    ["nosuch:thing", 105, 'no class "nosuch"'],
    ["twice", 64, "ocf:one:twice, ocf:two:twice"],
    ["ocf:one:twice", 1, "cannot be read"],
  ])("of %s ends with status %i", async (name, status, message) => {
    const told = await ra("info", name);
    expect(told).toMatchObject({ status, output: "" });
    expect(told.errors).toContain(message);
  });
});

describe("sanode ra validate", () => {
  it("has no words for what is right", async () => {
    expect(await ra("validate", "website", "port=80")).toEqual({ status: 0, output: "", errors: "" });
  });

  it("tells errors and warnings", async () => {
    expect(await ra("validate", "website", "mode=c", "prot=1")).toEqual({
      status: 78,
      output: "",
      errors: `error: Parameter "port" is required: Port
error: Parameter "mode" is "c", which is none of a, b; did you mean "a"?
warning: web has no parameter "prot"; did you mean "port"?
`,
    });
    const { output, status } = await ra("validate", "website", "port=80", "x=1", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ isValid: true, findings: [{ code: "unknown-parameter" }] });
  });
});

describe("sanode ra run", () => {
  it("has the agent's exit status, output and reason", async () => {
    const told = await ra("run", "website", "monitor", "port=80 $(id)");
    expect(told).toMatchObject({ status: 7, output: "port 80 $(id)\n" });
    expect(told.errors).toMatch(/ocf:one:website monitor: 7 \(Not running\): no cheese after /);
    const { output } = await ra("run", "website", "monitor", "--json");
    expect(JSON.parse(output)).toMatchObject({ status: 0, exitCode: 7, exitReason: "no cheese" });
  });

  it("ends an agent that takes too long", async () => {
    const told = await ra("run", "website", "hang", "-t", "200ms");
    expect(told.status).toBe(124);
    expect(told.errors).toContain("Timed out: Resource agent did not complete within 200ms");
  });
});

it.each([
  [[], "No command"],
  [["dance"], "Unknown command dance"],
  [["info"], "No agent is named"],
  [["run", "website"], "No action is named"],
  [["run", "website", "start", "port"], '"port" is no parameter'],
  [["run", "website", "start", "a=1", "a=2"], '"a" is given twice'],
  [["classes", "more"], 'does not take "more"'],
  [["run", "website", "start", "-t", "never"], "never is no time"],
])("%j is wrong usage", async (args, message) => {
  const told = await ra(...args);
  expect(told.status).toBe(64);
  expect(told.errors).toContain(message);
});
