import { elementsNamed, equalIgnoringCase, firstElement, type XmlElement } from "@sanode/cib";
import { CommandError, ExitStatus } from "../command/exit-status.js";

/** What a resource agent finds in its environment, as far as it tells which node is meant. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The node on which the resource agent runs that calls us, in whose name it acts; undefined if no agent calls, or if a
 * node was named. `auto` and `localhost` name none.
 *
 * Source: Pacemaker Explained, "Bundles", "Bundle Node Attributes" (`container-attribute-target`).
 */
export function agentNode(given: string | undefined, environment: Environment): string | undefined {
  if (given !== undefined && given !== "auto" && given !== "localhost") return undefined;
  const target = environment.OCF_RESKEY_CRM_meta_container_attribute_target ?? "";
  if (equalIgnoringCase(target, "host")) return environment.OCF_RESKEY_CRM_meta_physical_host;
  return environment.OCF_RESKEY_CRM_meta_on_node;
}

/**
 * Which of a cluster's nodes is meant where nobody names one: that with the name of this host, or the only one.
 *
 * @throws CommandError if it could be several
 */
export function ownNode(cib: XmlElement, host: string): string {
  const configuration = firstElement(cib, "configuration");
  const nodes = configuration && firstElement(configuration, "nodes");
  const names = (nodes === undefined ? [] : elementsNamed(nodes, "node")).flatMap(({ attributes }) =>
    attributes.uname === undefined ? [] : [attributes.uname],
  );
  const own =
    names.find((name) => equalIgnoringCase(name, host)) ?? (names.length === 1 ? names[0] : undefined);
  if (own !== undefined) return own;
  const problem = `All nodes are of this host: name one with --node (there are ${names.join(", ")})`;
  throw new CommandError(ExitStatus.usage, problem);
}
