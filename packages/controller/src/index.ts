export { Cluster, type ClusterOptions, type StopReport } from "./cluster.js";
export { ClusterError, type ClusterErrorCode } from "./errors.js";
export type { ClusterEvent, ClusterObserver, Transition } from "./events.js";
export type { NodeHost, NodeName } from "./host/node-host.js";
export { ProcessHost, type ProcessHostOptions } from "./host/process-host.js";
export { SimulatedHost } from "./host/simulated-host.js";
