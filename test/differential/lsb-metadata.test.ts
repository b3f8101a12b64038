import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HostAgents } from "@sanode/ra";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";

// The reference reads init scripts from one directory only, which takes root's rights to write to.

const tools = process.env.SANODE_REFERENCE;
const isPossible = tools !== undefined && process.getuid?.() === 0;
const name = `sanode-test-${process.pid}`;
const script = join("/etc/init.d", name);
afterAll(() => rmSync(script, { force: true }));

const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        "Provides",
        "Required-Start",
        "Default-Stop",
        "Short-Description",
        "Description",
        "X-Other",
      ),
      fc.constantFrom("", " ", "\t"),
      fc.stringMatching(/^[ -~]{0,12}$/),
    )
    .map(([field, blank, value]) => `# ${field}:${blank}${value}`),
  fc.constantFrom("#  more", "#\tmore <&>", "#", "# text", "### END INIT INFO", "", "exit 0"),
);

test.skipIf(!isPossible)("meta-data of init scripts is Pacemaker's, to the byte", async () => {
  const agents = new HostAgents();
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 10 }), async (lines) => {
      writeFileSync(script, ["#!/bin/sh", "### BEGIN INIT INFO", ...lines, ""].join("\n"));
      chmodSync(script, 0o755);
      const ours = await agents.metadataText({ class: "lsb", type: name });
      const args = ["--show-metadata", `lsb:${name}`];
      expect(ours).toEqual({
        xml: execFileSync(join(tools ?? "", "crm_resource"), args, { encoding: "utf8" }),
      });
    }),
    { numRuns: 60 },
  );
});
