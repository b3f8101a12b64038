import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { agentToolEnvironment, writeAgentTools } from "./agent-tools.js";

const scratch = mkdtempSync(join(tmpdir(), "sanode-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("agents find the commands of Pacemaker in their path, each of which calls the program with its arguments", () => {
  const [tools, program] = [join(scratch, "to ols"), join(scratch, "it's a program.cjs")];
  writeFileSync(program, "console.log(JSON.stringify(process.argv.slice(2)), process.env.SANODE_STATE)");
  writeAgentTools(tools, [process.execPath, program]);
  // A cluster that is started again writes them again.
  writeAgentTools(tools, [process.execPath, program]);
  const env = { ...agentToolEnvironment(tools, "/state"), OCF_RESOURCE_INSTANCE: "db" };
  const call = (command: string): string =>
    execFileSync("/bin/sh", ["-c", command], { env, encoding: "utf8" }).trim();
  expect(call("attrd_updater -n 'a b' -U ''")).toBe('["attrd","-n","a b","-U",""] /state');
  expect(call('"$HA_SBIN_DIR/crm_attribute" --promotion -v 5')).toBe(
    '["attribute","--promotion","-v","5"] /state',
  );
  expect(call("crm_master -l reboot -D")).toBe(
    '["attribute","--node","auto","--name","master-db","-l","reboot","-D"] /state',
  );
  expect(call("crm_node -n")).toBe('["members","-n"] /state');
  expect(call("pacemakerd -$ | awk '{ print $2 }'")).toBe("3.0.3");
});
