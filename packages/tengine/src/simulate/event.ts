import type { InjectedAttribute } from "./fail-count.js";

/** What happens in a simulation, in order. */
export type SimulationEvent =
  | { readonly kind: "pseudo"; readonly key: string; readonly node: string | null }
  | { readonly kind: "fencing"; readonly node: string; readonly operation: string }
  | {
      readonly kind: "cluster";
      readonly operation: string;
      readonly resource: string | null;
      readonly node: string;
    }
  | {
      readonly kind: "resource";
      /** The resource as administrators know it: instances of clones by the name that their history has. */
      readonly resource: string;
      readonly operation: string;
      /** Milliseconds; 0 for an operation that is run once. */
      readonly intervalMs: number;
      readonly node: string;
    }
  /** An action was made to fail, as requested. */
  | { readonly kind: "failed"; readonly action: number; readonly exitCode: number }
  | ({ readonly kind: "attribute" } & InjectedAttribute)
  /** A change was made to the cluster, as requested. */
  | ({ readonly kind: "modification" } & Modification)
  /** Something requested makes no sense and was left out. */
  | { readonly kind: "error"; readonly message: string };

/** A change that was asked for. */
export type Modification =
  | { readonly of: "quorum" | "watchdog"; readonly value: string }
  | { readonly of: "node"; readonly change: "Online" | "Offline" | "Failing"; readonly node: string }
  | {
      readonly of: "ticket";
      readonly change: "Granting" | "Revoking" | "Standby" | "Activating";
      readonly ticket: string;
    }
  /** An operation with its result, as `RESOURCE_TASK_MILLISECONDS@NODE=EXITCODE`. */
  | { readonly of: "operation"; readonly spec: string };

/** How an event is told. `info` is not part of a list: it stands alone and is left out where little is wanted. */
export interface EventText {
  readonly place: "item" | "info" | "error";
  readonly text: string;
}

/** An event in the words of `crm_simulate`. */
export function describeEvent(event: SimulationEvent): EventText {
  switch (event.kind) {
    case "pseudo": {
      const place = event.node === null ? "" : ` on ${event.node}`;
      return item(`Pseudo action:   ${event.key}${place}`);
    }
    case "fencing":
      return item(`Fencing ${event.node} (${event.operation})`);
    case "cluster": {
      const resource = event.resource === null ? "" : ` for ${event.resource}`;
      return item(`Cluster action:  ${event.operation}${resource} on ${event.node}`);
    }
    case "resource": {
      const interval = event.intervalMs > 0 ? `=${event.intervalMs}` : "";
      return item(
        `Resource action: ${event.resource.padEnd(15)} ${event.operation}${interval} on ${event.node}`,
      );
    }
    case "failed":
      return { place: "info", text: `Pretending action ${event.action} failed with rc=${event.exitCode}` };
    case "attribute":
      return item(`Injecting attribute ${event.name}=${event.value} into /node_state '${event.nodeId}'`);
    case "modification":
      return item(describeModification(event));
    case "error":
      return { place: "error", text: event.message };
  }
}

function describeModification(modification: Modification): string {
  switch (modification.of) {
    case "quorum":
    case "watchdog":
      return `Setting ${modification.of}: ${modification.value}`;
    case "node":
      return nodeTexts[modification.change](modification.node);
    case "ticket":
      return ticketTexts[modification.change](modification.ticket);
    case "operation":
      return `Injecting ${modification.spec} into the configuration`;
  }
}

const nodeTexts = {
  Online: (node: string) => `Bringing node ${node} online`,
  Offline: (node: string) => `Taking node ${node} offline`,
  Failing: (node: string) => `Failing node ${node}`,
};

const ticketTexts = {
  Granting: (ticket: string) => `Granting ticket ${ticket}`,
  Revoking: (ticket: string) => `Revoking ticket ${ticket}`,
  Standby: (ticket: string) => `Making ticket ${ticket} standby`,
  Activating: (ticket: string) => `Activating ticket ${ticket}`,
};

function item(text: string): EventText {
  return { place: "item", text };
}
