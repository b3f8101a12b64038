import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { HostAgents } from "@sanode/ra";
import { expect, test } from "vitest";

const tools = process.env.SANODE_REFERENCE;

test.skipIf(tools === undefined).each(["ocf:heartbeat", "ocf:pacemaker", "lsb", "stonith"])(
  "the agents of %s are those that Pacemaker lists, in its order",
  async (wanted) => {
    const [name = "", provider] = wanted.split(":");
    const installed = (await new HostAgents().agentClass(name)?.list()) ?? [];
    const ours = installed.filter((agent) => agent.provider === provider).map(({ type }) => type);
    expect(ours).toEqual(listed(wanted));
  },
);

/** The reference fails where it has nothing to list. */
function listed(wanted: string): readonly string[] {
  const command = join(tools ?? "", "crm_resource");
  try {
    const stdio = ["ignore", "pipe", "ignore"] as const;
    const text = execFileSync(command, ["--list-agents", wanted], { encoding: "utf8", stdio: [...stdio] });
    return text.split("\n").filter((line) => line !== "");
  } catch {
    return [];
  }
}
