import type { Bundle, Replica } from "../model/resource.js";
import { currentNode } from "../model/resource-tree.js";
import type { TextList } from "./layout.js";
import { describePrimitive, printableId } from "./primitive-line.js";
import type { StatusContext } from "./status-context.js";

/** A bundle: one line a replica, which tells of the bundled instance and where its container runs. */
export function bundleList(context: StatusContext, bundle: Bundle): TextList {
  const kind = bundle.configuredReplicas > 1 ? "Container bundle set" : "Container bundle";
  const unique = bundle.unique ? " (unique)" : "";
  const state = bundle.maintenance ? " (maintenance)" : bundle.managed ? "" : " (unmanaged)";
  return {
    title: `${kind}: ${bundle.id} [${bundle.image}]${unique}${state}`,
    items: bundle.replicas.map((replica) => replicaLine(context, replica)),
  };
}

function replicaLine(context: StatusContext, replica: Replica): string {
  const { container, connection, child, address } = replica;
  const name = printableId(connection ?? container) + (address === null ? "" : ` (${address})`);
  return describePrimitive(context, child ?? container, name, currentNode(container));
}
