import { escapeValue } from "@sanode/cib";
import type {
  GraphAction,
  GraphHeader,
  GraphNode,
  GraphResource,
  GraphTrigger,
  Synapse,
  TransitionGraph,
} from "./transition-graph.js";

/** The graph as XML, as the reference writes it; attribute names are not checked for being XML names. */
export function formatGraph(graph: TransitionGraph): string {
  const root = headerAttributes(graph.header);
  if (graph.synapses.length === 0) return `<transition_graph${root}/>\n`;
  const writer = new SynapseWriter();
  for (const synapse of graph.synapses) writer.write(synapse);
  return `<transition_graph${root}>\n${writer.text()}</transition_graph>\n`;
}

function headerAttributes(header: GraphHeader): string {
  return (
    attribute("cluster-delay", header.clusterDelay) +
    attribute("fencing-timeout", header.fencingTimeout) +
    attribute("failed-stop-offset", header.failedStopOffset) +
    attribute("failed-start-offset", header.failedStartOffset) +
    attribute("batch-limit", header.batchLimit) +
    attribute("transition_id", String(header.transitionId)) +
    optionalAttribute("migration-limit", header.migrationLimit) +
    optionalAttribute("recheck-by", header.recheckBy === null ? null : String(header.recheckBy))
  );
}

/** Writes synapse after synapse. What many of them have in common is put into words once. */
class SynapseWriter {
  readonly #pieces: string[] = [];
  readonly #triggers = new Map<GraphTrigger, string>();
  readonly #resources = new Map<GraphResource, string>();
  readonly #nodes = new Map<GraphNode, string>();
  readonly #attributes = new Map<string, Map<string, string>>();

  text(): string {
    return this.#pieces.join("");
  }

  write({ id, priority, action, inputs }: Synapse): void {
    const pieces = this.#pieces;
    const urgency = priority > 0 ? attribute("priority", String(priority)) : "";
    pieces.push(`  <synapse id="${id}"${urgency}>\n    <action_set>\n`);
    this.#action(action);
    pieces.push("    </action_set>\n");
    if (inputs.length === 0) pieces.push("    <inputs/>\n");
    else {
      pieces.push("    <inputs>\n");
      for (const input of inputs) pieces.push(this.#trigger(input));
      pieces.push("    </inputs>\n");
    }
    pieces.push("  </synapse>\n");
  }

  #trigger(input: GraphTrigger): string {
    let text = this.#triggers.get(input);
    if (text === undefined) {
      text = `      <trigger>\n        <${this.#tag(input)}/>\n      </trigger>\n`;
      this.#triggers.set(input, text);
    }
    return text;
  }

  #tag(trigger: GraphTrigger): string {
    const { element, mode, id, operation, operationKey, internalOperationKey, node } = trigger;
    return (
      `${element}${optionalAttribute("mode", mode)} id="${id}"` +
      this.#attribute("operation", operation) +
      attribute("operation_key", operationKey) +
      optionalAttribute("internal_operation_key", internalOperationKey) +
      (node === null ? "" : this.#node(node))
    );
  }

  #node(node: GraphNode): string {
    let text = this.#nodes.get(node);
    if (text === undefined) {
      const { name, id, router } = node;
      text =
        attribute("on_node", name) + attribute("on_node_uuid", id) + optionalAttribute("router_node", router);
      this.#nodes.set(node, text);
    }
    return text;
  }

  #action(action: GraphAction): void {
    const pieces = this.#pieces;
    const { shutdownLock, resource } = action;
    const lock = optionalAttribute("shutdown-lock", shutdownLock === null ? null : String(shutdownLock));
    pieces.push(`      <${this.#tag(action)}${lock}>\n`);
    if (resource !== null) pieces.push(this.#resource(resource));
    pieces.push("        <attributes");
    for (const [name, value] of action.attributes) pieces.push(this.#attribute(name, value));
    if (action.parameters.length === 0) pieces.push("/>\n");
    else {
      pieces.push(">\n");
      for (const [name, value] of action.parameters) {
        pieces.push("          <param", this.#attribute("name", name), `${attribute("value", value)}/>\n`);
      }
      pieces.push("        </attributes>\n");
    }
    writeNodes(pieces, action);
    pieces.push(`      </${action.element}>\n`);
  }

  #resource(resource: GraphResource): string {
    let text = this.#resources.get(resource);
    if (text === undefined) {
      text =
        `        <primitive${attribute("id", resource.id)}${optionalAttribute("long-id", resource.longId)}` +
        `${attribute("class", resource.class)}${optionalAttribute("provider", resource.provider)}` +
        `${attribute("type", resource.type)}/>\n`;
      this.#resources.set(resource, text);
    }
    return text;
  }

  /** For what comes with few values. */
  #attribute(name: string, value: string): string {
    let texts = this.#attributes.get(name);
    if (texts === undefined) {
      texts = new Map();
      this.#attributes.set(name, texts);
    }
    let text = texts.get(value);
    if (text === undefined) {
      text = attribute(name, value);
      texts.set(value, text);
    }
    return text;
  }
}

function writeNodes(pieces: string[], action: GraphAction): void {
  if (action.downed.length > 0) {
    pieces.push("        <downed>\n");
    for (const id of action.downed) pieces.push(`          <node${attribute("id", id)}/>\n`);
    pieces.push("        </downed>\n");
  }
  if (action.maintenance.length > 0) {
    pieces.push("        <maintenance>\n");
    for (const { id, inMaintenance } of action.maintenance) {
      const value = attribute("node_in_maintenance", inMaintenance ? "1" : "0");
      pieces.push(`          <node${attribute("id", id)}${value}/>\n`);
    }
    pieces.push("        </maintenance>\n");
  }
}

function optionalAttribute(name: string, value: string | null): string {
  return value === null ? "" : attribute(name, value);
}

function attribute(name: string, value: string): string {
  return ` ${name}="${escapeValue(value)}"`;
}
