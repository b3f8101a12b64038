import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cibText, run, type Told } from "../../test-support/run.js";
import { main } from "./index.js";

let directory = "";

const METADATA = `<resource-agent name="fence_test"><parameters><parameter name="port" required="1"/></parameters>
<actions><action name="on"/><action name="off"/><action name="reboot"/><action name="list"/></actions></resource-agent>`;

/** Agents that switch nothing. */
const AGENTS: Readonly<Record<string, string>> = {
  fence_test: `input=$(cat)
    case "$input" in
    *action=metadata*) echo '${METADATA}';;
    *action=validate-all*bad*|*bad*action=validate-all*) echo out; echo "this is bad" >&2; exit 1;;
    *action=list*) echo n1; echo n2;;
    *action=status*) exit 2;;
    *action=off*) echo "$input";;
    *action=hang*) sleep 60;;
    esac`,
  fence_no_agent: "echo hello",
};

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "sanode-fence-"));
  for (const [name, script] of Object.entries(AGENTS)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
});
afterAll(() => rmSync(directory, { recursive: true }));

const fence = (...args: string[]): Promise<Told> => run(main, ...args, "--directory", directory);

const device = (id: string, parameters: Readonly<Record<string, string>> = {}): string => {
  const pairs = Object.entries(parameters).map(
    ([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`,
  );
  return `<primitive id="${id}" class="stonith" type="fence_test"><instance_attributes id="${id}-i">${pairs.join("")}</instance_attributes></primitive>`;
};

const BANNED = `<rsc_location id="l" rsc="b" node="n1" score="-INFINITY"/>`;

const withLevels = (text: string, ...levels: string[]): string => {
  const entries = levels.map(
    (devices, at) => `<fencing-level id="f${at}" target="n2" index="${at + 1}" devices="${devices}"/>`,
  );
  return text.replace(
    "</configuration>",
    `<fencing-topology>${entries.join("")}</fencing-topology></configuration>`,
  );
};

describe("sanode fence devices", () => {
  it("tells which nodes may use a device, and why not", async () => {
    const { status, output } = await fence(
      "devices",
      "-X",
      cibText(device("a") + device("b"), undefined, BANNED),
    );
    expect(status).toBe(0);
    expect(output).toBe(`n1:
  a (fence_test)
  b (fence_test): not used, a location constraint keeps it away
n2:
  a (fence_test)
  b (fence_test)
`);
  });

  it("tells programs the same, without the values of parameters, which may be secret", async () => {
    const text = cibText(device("a", { password: "verysecret" }));
    const { output } = await fence("devices", "-X", text, "--node", "n1", "--json");
    expect(output).not.toContain("verysecret");
    expect(JSON.parse(output)).toEqual({
      nodes: [
        {
          node: "n1",
          devices: [{ id: "a", agent: "fence_test", used: true, passedOver: null, parameters: ["password"] }],
        },
      ],
    });
  });
});

describe("sanode fence plan", () => {
  it("asks devices what they can fence; without levels nodes come one after the other, the target last", async () => {
    const text = cibText(device("a", { pcmk_off_timeout: "30", pcmk_delay_base: "2", pcmk_delay_max: "5" }));
    const { status, output } = await fence("plan", "n2", "-X", text, "--action", "off");
    expect(status).toBe(0);
    expect(output).toBe(`off of n2, with a timeout of 120s and given up after 42s:
  n1:
    a, after 2 to 5s, up to 30s
  n2 itself:
    a, after 2 to 5s, up to 30s
`);
  });

  it("shows levels, and that a reboot by several devices is off for all and then on for all", async () => {
    const text = withLevels(cibText(device("a") + device("b")), "a,b", "nobody");
    const { status, output } = await fence("plan", "n2", "-X", text, "--timeout", "10");
    expect(status).toBe(0);
    expect(output).toBe(`reboot of n2, with a timeout of 10s and given up after 24s:
  level 1:
    off with a on n1 or n2 itself, up to 10s
    off with b on n1 or n2 itself, up to 10s
    on with a on n1, up to 10s
    on with b on n1, up to 10s
  level 2:
    reboot with nobody: no node can
`);
  });

  it("ends with 105 where nobody can fence the target", async () => {
    const { status, output } = await fence("plan", "n9", "-X", cibText(device("a")));
    expect([status, output.split("\n").at(-2)]).toEqual([105, "n9 cannot be fenced"]);
  });
});

describe("sanode fence and agents", () => {
  it("lists them as stonith_admin does", async () => {
    const { output } = await fence("list-agents", "--json");
    expect(JSON.parse(output).agents).toEqual(expect.arrayContaining(["fence_no_agent", "fence_test"]));
    expect((await fence("list-agents")).output).toMatch(/fence_test\n\d+ fence devices found\n$/);
  });

  it("shows meta-data with what the cluster adds", async () => {
    const { output } = await fence("metadata", "fence_test");
    expect(output).toContain(`<parameter name="port" required="0"/>`);
    expect(output).toContain(`<action name="stop" timeout="20s"/>`);
  });

  it.each([
    ["fence_missing", 105, "No such file or directory"],
    ["fence_no_agent", 1, "it is not what an agent says of itself"],
  ])("meta-data of %s: status %i", async (agent, expected, message) => {
    const { status, errors } = await fence("metadata", agent);
    expect([status, errors]).toEqual([
      expected,
      `sanode fence: Can't get fence agent meta-data: ${message}\n`,
    ]);
  });

  it("lets them judge parameters", async () => {
    expect(await fence("validate", "fence_test", "ip=good")).toEqual({
      status: 0,
      output: "Validation of fence_test succeeded\n",
      errors: "",
    });
    expect(await fence("validate", "fence_test", "ip=bad")).toMatchObject({
      status: 1,
      output: "Validation of fence_test failed\nout\n\nthis is bad\n\n",
    });
    expect(await fence("validate", "fence_missing")).toMatchObject({
      status: 105,
      output: "Validation of fence_missing failed\nAgent fence_missing not found\n",
    });
  });

  it("runs one as the fencing service would", async () => {
    const { status, output } = await fence("run", "fence_test", "off", "ip=a", "--target", "n2");
    expect(status).toBe(0);
    expect(output.trim().split("\n").toSorted()).toEqual(["action=off", "ip=a", "nodename=n2", "port=n2"]);
    const failed = await fence("run", "fence_test", "status");
    expect(failed.status).toBe(1);
    expect(failed.errors).toContain(
      "status by fence_test failed: No data available (the agent ended with status 2)",
    );
    expect((await fence("run", "fence_test", "hang", "--timeout", "1")).status).toBe(124);
  });

  it.each([
    [[]],
    [["bogus"]],
    [["plan", "n1", "n2", "-X", cibText("")]],
    [["metadata"]],
    [["run", "fence_test"]],
    [["run", "fence_test", "off", "novalue"]],
    [["list-agents", "--timeout", "0"]],
    [["list-agents", "--action", "explode"]],
  ])("%j is wrong usage", async (args) => {
    const { status, errors } = await fence(...args);
    expect(status).toBe(64);
    expect(errors).toMatch(/^sanode fence: /);
  });
});
