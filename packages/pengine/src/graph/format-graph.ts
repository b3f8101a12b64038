import { escapeValue } from "@sanode/cib";
import type { GraphAction, GraphHeader, GraphTrigger, Synapse, TransitionGraph } from "./transition-graph.js";

/** The graph as XML, as the reference writes it; attribute names are not checked for being XML names. */
export function formatGraph(graph: TransitionGraph): string {
  const root = headerAttributes(graph.header);
  if (graph.synapses.length === 0) return `<transition_graph${root}/>\n`;
  const lines: string[] = [`<transition_graph${root}>`];
  // What many synapses wait for is written once.
  const triggers = new Map<GraphTrigger, string>();
  for (const synapse of graph.synapses) writeSynapse(lines, synapse, triggers);
  lines.push("</transition_graph>");
  return `${lines.join("\n")}\n`;
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

function writeSynapse(lines: string[], synapse: Synapse, triggers: Map<GraphTrigger, string>): void {
  const priority = synapse.priority > 0 ? attribute("priority", String(synapse.priority)) : "";
  lines.push(`  <synapse${attribute("id", String(synapse.id))}${priority}>`, "    <action_set>");
  writeAction(lines, synapse.action);
  lines.push("    </action_set>");
  if (synapse.inputs.length === 0) lines.push("    <inputs/>");
  else {
    lines.push("    <inputs>");
    for (const input of synapse.inputs) {
      let trigger = triggers.get(input);
      if (trigger === undefined) {
        trigger = `      <trigger>\n        <${tag(input)}/>\n      </trigger>`;
        triggers.set(input, trigger);
      }
      lines.push(trigger);
    }
    lines.push("    </inputs>");
  }
  lines.push("  </synapse>");
}

function tag(trigger: GraphTrigger): string {
  const { node } = trigger;
  return (
    trigger.element +
    optionalAttribute("mode", trigger.mode) +
    attribute("id", String(trigger.id)) +
    attribute("operation", trigger.operation) +
    attribute("operation_key", trigger.operationKey) +
    optionalAttribute("internal_operation_key", trigger.internalOperationKey) +
    (node === null
      ? ""
      : attribute("on_node", node.name) +
        attribute("on_node_uuid", node.id) +
        optionalAttribute("router_node", node.router))
  );
}

function writeAction(lines: string[], action: GraphAction): void {
  const lock = optionalAttribute(
    "shutdown-lock",
    action.shutdownLock === null ? null : String(action.shutdownLock),
  );
  lines.push(`      <${tag(action)}${lock}>`);
  const { resource } = action;
  if (resource !== null) {
    lines.push(
      `        <primitive${attribute("id", resource.id)}${optionalAttribute("long-id", resource.longId)}` +
        `${attribute("class", resource.class)}${optionalAttribute("provider", resource.provider)}` +
        `${attribute("type", resource.type)}/>`,
    );
  }
  writeAttributes(lines, action);
  writeNodes(lines, action);
  lines.push(`      </${action.element}>`);
}

function writeAttributes(lines: string[], action: GraphAction): void {
  const attributes = action.attributes.map(([name, value]) => attribute(name, value)).join("");
  if (action.parameters.length === 0) {
    lines.push(`        <attributes${attributes}/>`);
    return;
  }
  lines.push(`        <attributes${attributes}>`);
  for (const [name, value] of action.parameters) {
    lines.push(`          <param${attribute("name", name)}${attribute("value", value)}/>`);
  }
  lines.push("        </attributes>");
}

function writeNodes(lines: string[], action: GraphAction): void {
  if (action.downed.length > 0) {
    lines.push("        <downed>");
    for (const id of action.downed) lines.push(`          <node${attribute("id", id)}/>`);
    lines.push("        </downed>");
  }
  if (action.maintenance.length > 0) {
    lines.push("        <maintenance>");
    for (const { id, inMaintenance } of action.maintenance) {
      const value = attribute("node_in_maintenance", inMaintenance ? "1" : "0");
      lines.push(`          <node${attribute("id", id)}${value}/>`);
    }
    lines.push("        </maintenance>");
  }
}

function optionalAttribute(name: string, value: string | null): string {
  return value === null ? "" : attribute(name, value);
}

function attribute(name: string, value: string): string {
  return ` ${name}="${escapeValue(value)}"`;
}
