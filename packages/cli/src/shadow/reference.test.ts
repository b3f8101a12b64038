import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../test-support/run.js";
import { main } from "./index.js";

const tool = join(process.env.SANODE_REFERENCE ?? "", "crm_shadow");
const scratch = mkdtempSync(join(tmpdir(), "sanode-shadow-"));
const [ours, theirs] = [join(scratch, "ours"), join(scratch, "theirs")];
const saved = { ...process.env };

const LIVE = `<cib crm_feature_set="3.20.5" validate-with="pacemaker-4.0" admin_epoch="0" epoch="4" num_updates="0">
  <configuration>
    <crm_config/>
    <nodes/>
    <resources/>
    <constraints/>
  </configuration>
  <status/>
</cib>
`;
const CHANGED = LIVE.replace('epoch="4"', 'epoch="9"')
  .replace("<nodes/>", '<nodes><node uname="n1" id="1"/></nodes>')
  .replace(
    "<crm_config/>",
    '<!-- a --><crm_config><cluster_property_set id="o"><nvpair id="p" name="a" value="&lt;"/></cluster_property_set></crm_config>',
  )
  .replace("<status/>", '<status><node_state id="1"/></status>');

/** Files that both begin with. */
const FILES: Readonly<Record<string, string>> = {
  "live.xml": LIVE,
  "shadows/shadow.same": LIVE,
  "shadows/shadow.changed": CHANGED,
  "shadows/shadow.other": LIVE.replace('admin_epoch="0" epoch="4"', 'epoch="4" admin_epoch="0"'),
  "shadows/shadow.older": CHANGED.replace('epoch="9"', 'epoch="3"'),
  "shadows/shadow.invalid": CHANGED.replace("uname=", "unme="),
  "shadows/shadow.bad": "<cib",
  "shadows/shadow.little": '<cib epoch="9"/>',
};

beforeEach(() => {
  for (const directory of [ours, theirs]) {
    mkdirSync(join(directory, "shadows"), { recursive: true });
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(directory, name), text);
  }
});
afterEach(() => {
  process.env = { ...saved };
  for (const directory of [ours, theirs]) rmSync(directory, { recursive: true });
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What a command does: what it tells, how it ends, and what is in the directory then. */
interface Deed {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
  readonly files: Readonly<Record<string, string>>;
}

function environment(
  directory: string,
  more: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  const { CIB_shadow: _shadow, SHELL: _shell, EDITOR: _editor, ...rest } = saved;
  const base = { CIB_file: join(directory, "live.xml"), CIB_shadow_dir: join(directory, "shadows") };
  return { ...rest, ...base, ...more };
}

function filesOf(directory: string): Record<string, string> {
  const names = [
    "live.xml",
    ...readdirSync(join(directory, "shadows"))
      .sort()
      .map((name) => `shadows/${name}`),
  ];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name), "utf8")]));
}

/** Reasons in parentheses at the end are ours alone. */
function normalise(text: string, directory: string): string {
  return text
    .replaceAll(directory, "DIR")
    .replace(/sanode shadow(:| shell)/, "crm_shadow$1")
    .replace(/ \([^\n]*\)\n$/, "\n");
}

async function our(args: readonly string[], more: Readonly<Record<string, string>>): Promise<Deed> {
  process.env = environment(ours, more);
  const { status, output, errors } = await run(main, ...args);
  return { status, output: normalise(output, ours), errors: normalise(errors, ours), files: filesOf(ours) };
}

function their(args: readonly string[], more: Readonly<Record<string, string>>): Deed {
  const { status, stdout, stderr } = spawnSync(tool, args, {
    encoding: "utf8",
    env: environment(theirs, more),
  });
  const errors = normalise(stderr, theirs).replace(/\n\nUsage:[\s\S]*$/, "\n");
  return { status, output: normalise(stdout, theirs), errors, files: filesOf(theirs) };
}

const none = {};
const active = (name: string): Record<string, string> => ({ CIB_shadow: name });

describe.skipIf(!existsSync(tool))("like crm_shadow (skipped without SANODE_REFERENCE)", () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ["", none],
    ["--which", none],
    ["--file", none],
    ["--display", none],
    ["--diff", none],
    ["--edit", none],
    ["--which", active("")],
    ...["--which", "--file", "--display", "--diff"].flatMap((query) =>
      ["same", "changed", "other", "older", "invalid", "bad", "little", "nope"].map(
        (name): [string, Record<string, string>] => [query, active(name)],
      ),
    ),
    ["-w -p -F", active("same")],
    ["--which extra", none],
    ["--bogus", none],
    ["--create", none],
    ["--create new", none],
    ["--create new --batch", { SHELL: "/bin/true" }],
    ["--create same", none],
    ["--create changed --force", none],
    ["--create x/y", none],
    ["--create ../x", none],
    ["-c new -f", active("same")],
    ["--create-empty new", none],
    ["--create-empty new --validate-with pacemaker-3.0", none],
    ["--create-empty new -v bogus", none],
    ["--create-empty same", none],
    ["--create-empty same -f", none],
    ["--switch same", none],
    ["--switch bad", none],
    ["--switch nope", none],
    ...["same", "changed", "older", "invalid", "bad", "little", "nope"].flatMap((name) =>
      ["", " --force", " --force --all"].map((more): [string, Record<string, string>] => [
        `--commit ${name}${more}`,
        none,
      ]),
    ),
    ["--commit changed --force", active("same")],
    ["--delete same", none],
    ["--delete same --force", none],
    ["--delete same --force", active("same")],
    ["--delete same --force", active("bad")],
    ["--delete nope --force", none],
    ["--reset changed", none],
    ["--reset changed --force", none],
    ["--reset nope -f", none],
    ["--edit", active("same")],
    ["--edit", { ...active("same"), EDITOR: "true" }],
    ["--edit", { ...active("same"), EDITOR: "false" }],
    ["--edit", { ...active("nope"), EDITOR: "true" }],
    ["--edit", { ...active("same"), EDITOR: "no-such-editor" }],
    ["--create new", { SHELL: "/no/such/shell" }],
  ])("%s %j", async (args, more) => {
    const words = args === "" ? [] : args.split(" ");
    expect(await our(words, more)).toEqual(their(words, more));
  });

  it.each<[string, string | undefined]>([
    ["no cluster", ""],
    ["no such file", "/no/such/file"],
  ])("where there is %s", async (_, file) => {
    for (const args of [
      "--create new",
      "--create-empty empty",
      "--diff",
      "--display",
      "--commit changed -f",
      "--reset changed -f",
    ]) {
      const more = { ...active("changed"), CIB_file: file ?? "" };
      const env = file === "" ? { ...active("changed") } : more;
      const words = args.split(" ");
      if (file === "") {
        const theirEnvironment = environment(theirs, env);
        delete theirEnvironment.CIB_file;
        const { status } = spawnSync(tool, words, { encoding: "utf8", env: theirEnvironment });
        process.env = environment(ours, env);
        delete process.env.CIB_file;
        expect([args, (await run(main, ...words)).status]).toEqual([args, status]);
      } else expect([args, await our(words, more)]).toEqual([args, their(words, more)]);
    }
  });

  it("a configuration is committed after edits of the shadow by the reference's own tool", async () => {
    const change =
      '<crm_config><cluster_property_set id="q"><nvpair id="r" name="x" value="y"/></cluster_property_set></crm_config>';
    for (const directory of [ours, theirs]) {
      const env = environment(directory, active("same"));
      spawnSync(join(tool, "../cibadmin"), ["-M", "-X", change], { env });
    }
    expect(await our(["--diff"], active("same"))).toEqual(their(["--diff"], active("same")));
    expect(await our(["--commit", "same", "-f"], none)).toEqual(their(["--commit", "same", "-f"], none));
  });
});
