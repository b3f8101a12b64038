import { type Draft, draftElement, draftsNamed, firstDraft } from "./draft.js";
import { MADE_BY_CONVERSION } from "./made-by-conversion.js";

/** A ping node becomes a member on which nothing may run or be probed. */
export function convertNodes(configuration: Draft): void {
  const nodes = firstDraft(configuration, "nodes");
  const constraints = firstDraft(configuration, "constraints");
  if (nodes === undefined || constraints === undefined) return;
  for (const { attributes } of draftsNamed(nodes, "node")) {
    if (attributes.type !== "ping") continue;
    attributes.type = "member";
    const { uname = "" } = attributes;
    constraints.children.push(
      draftElement("rsc_location", {
        id: `${MADE_BY_CONVERSION}ping-node-ban-${uname}`,
        "rsc-pattern": ".*",
        node: uname,
        score: "-INFINITY",
        "resource-discovery": "never",
      }),
    );
  }
}
