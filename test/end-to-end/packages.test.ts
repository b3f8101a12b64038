import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sanode-packages-"));

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
}

const manifests: Manifest[] = readdirSync(join(root, "packages"))
  .map((name): Manifest => JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")))
  .filter((manifest) => manifest.private !== true);

function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The doors of a package, but for files of data: `@sanode/cib`, `@sanode/cib/view`, ... */
function doors({ name, exports = {} }: Manifest): string[] {
  const modules = Object.keys(exports).filter((door) => !door.endsWith(".json"));
  return modules.map((door) => (door === "." ? name : `${name}${door.slice(1)}`));
}

beforeAll(() => {
  run("npm", ["pack", "--workspaces", "--silent", "--pack-destination", folder], root);
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "outside", private: true, type: "module" }),
  );
  const archives = readdirSync(folder).filter(
    (name) => name.endsWith(".tgz") && !name.startsWith("sanode-test-"),
  );
  const files = archives.map((name) => `./${name}`);
  run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--silent", ...files], folder);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("packed and installed in an outside project", () => {
  it.each(manifests.flatMap(doors))("%s can be imported", (door) => {
    const script = `import(${JSON.stringify(door)}).then((door) => console.log(Object.keys(door).length > 0))`;
    expect(run("node", ["--input-type=module", "-e", script], folder).trim()).toBe("true");
  });

  it("the library decides for a configuration", () => {
    const script = `
      import { fromEpoch, parseXml, upgradeCib } from "@sanode/cib";
      import { schedule } from "@sanode/pengine";
      const text = \`<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0" have-quorum="1">
        <configuration>
          <crm_config><cluster_property_set id="o"><nvpair id="f" name="fencing-enabled" value="false"/></cluster_property_set></crm_config>
          <nodes><node id="1" uname="one"/></nodes>
          <resources><primitive id="web" class="ocf" provider="heartbeat" type="apache"/></resources><constraints/>
        </configuration>
        <status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"/></status>
      </cib>\`;
      const { summary } = schedule(upgradeCib(parseXml(text)).cib, { now: fromEpoch(1700000000) });
      console.log(summary.resources.map(({ verb, resource, destination }) => [verb, resource, destination].join(" ")).join());`;
    expect(run("node", ["--input-type=module", "-e", script], folder).trim()).toBe("Start web one");
  });

  it("the command tells its version", () => {
    expect(run("npx", ["--no-install", "sanode", "--version"], folder)).toMatch(/^sanode \d+\.\d+\.\d+/);
  });

  it("the agents are shipped and can be executed", () => {
    const agents = join(folder, "node_modules", "sanode", "agents", "ocf", "sanode");
    for (const agent of ["address", "website"]) {
      expect(run(join(agents, agent), ["meta-data"], folder)).toContain("<resource-agent");
    }
  });
});
