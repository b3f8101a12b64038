/** What is to be done, as actions that wait for one another: plain data, which can be sent and stored as JSON. */
export interface TransitionGraph {
  readonly header: GraphHeader;
  readonly synapses: readonly Synapse[];
}

/** The attributes of the graph's root; texts are repeated as configured. */
export interface GraphHeader {
  readonly clusterDelay: string;
  readonly fencingTimeout: string;
  readonly failedStopOffset: "INFINITY";
  readonly failedStartOffset: "INFINITY" | "1";
  readonly batchLimit: string;
  readonly transitionId: number;
  readonly migrationLimit: string | null;
  /** Epoch seconds of the next moment at which the answer may change by itself. */
  readonly recheckBy: number | null;
}

/** One action and the actions that must be done before it. */
export interface Synapse {
  readonly id: number;
  /** From 0 to 1,000,000. */
  readonly priority: number;
  readonly action: GraphAction;
  /** By ascending action id. */
  readonly inputs: readonly GraphTrigger[];
}

/** The identifying part of an action, as triggers repeat it. */
export interface GraphTrigger {
  readonly element: "rsc_op" | "crm_event" | "pseudo_event";
  /** `lrm_delete` only edits the CIB. */
  readonly mode: "cib" | null;
  readonly id: number;
  readonly operation: string;
  readonly operationKey: string;
  readonly internalOperationKey: string | null;
  readonly node: GraphNode | null;
}

export interface GraphNode {
  readonly name: string;
  readonly id: string;
  /** The cluster node whose connection carries actions to a remote or guest node. */
  readonly router: string | null;
}

export interface GraphResource {
  readonly id: string;
  readonly longId: string | null;
  readonly class: string;
  readonly provider: string | null;
  readonly type: string;
}

/** An action with everything that executing it needs. */
export interface GraphAction extends GraphTrigger {
  /** Epoch seconds of the shutdown lock of its resource on its node. */
  readonly shutdownLock: number | null;
  readonly resource: GraphResource | null;
  /** Sorted by name in byte order. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Parameters whose names start with a digit, which no XML attribute could have. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Ids of the nodes that the action takes down. */
  readonly downed: readonly string[];
  /** `maintenance_nodes` only: remote nodes whose maintenance state is to be recorded. */
  readonly maintenance: readonly { readonly id: string; readonly inMaintenance: boolean }[];
}
