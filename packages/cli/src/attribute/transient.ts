import type { ControlClient } from "@sanode/controller";
import { ExitStatus } from "../command/exit-status.js";
import type { Output } from "../command/output.js";
import type { AttributeArguments } from "./options.js";

/**
 * Changes transient attributes through the attribute manager of a running cluster, which writes them when it is time. What
 * an attribute is called and where it is written are the manager's own: an id makes no difference. Returns the exit status.
 */
export async function changeTransient(
  cluster: ControlClient,
  node: string,
  options: AttributeArguments,
  output: Output,
): Promise<number> {
  const { command, name, pattern, value = "", setName, utilization, json } = options;
  const operation = command === "delete" ? "delete" : "update";
  await cluster.ask("attribute", {
    node,
    name: name ?? pattern ?? "",
    value: operation === "delete" ? null : value,
    ...(name === undefined && { isPattern: true }),
    ...(setName !== undefined && { setId: setName }),
    ...(utilization && { utilization }),
  });
  if (json)
    output.line(
      JSON.stringify({ scope: "status", changes: [{ operation, name: name ?? pattern }] }, null, 2),
    );
  return ExitStatus.ok;
}
