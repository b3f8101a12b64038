import type { NodeValue } from "@sanode/attributes";
import type { XmlElement } from "@sanode/cib";
import type { FenceRequest, FencingOutcome, OperationRecord } from "@sanode/fencing";
import type { ActionResult } from "@sanode/ra";
import type { ChangeOrigin } from "../cib/information-base.js";
import type { ClusterObserver } from "../events.js";
import type { ManualAction } from "../manual/manual-action.js";
import type { NodeAttributeUpdate } from "../member/transient-attributes.js";
import type { HistorySelection, SelectedHistory } from "../recovery/select-history.js";

/** What a control socket can do with a cluster. */
export interface ControlTarget {
  readonly cib: XmlElement;
  configure(configuration: string, origin: ChangeOrigin): void;
  kept(): Promise<void>;
  forget(selection: HistorySelection): Promise<readonly SelectedHistory[]>;
  fail(resource: string, node: string): void;
  updateAttributes(request: NodeAttributeUpdate): void;
  queryAttribute(name: string, node?: string): readonly NodeValue[] | undefined;
  refreshAttributes(): void;
  runByHand(manual: ManualAction): Promise<ActionResult>;
  fence(node: string): Promise<void>;
  requestFencing(node: string, request: Omit<FenceRequest, "target">): Promise<FencingOutcome>;
  confirmFencing(node: string, client: string): Promise<FencingOutcome>;
  readonly fencingHistory: readonly OperationRecord[];
  restoreNode(node: string): Promise<void>;
  settled(): Promise<void>;
  observe(observer: ClusterObserver): () => void;
}

/** `ADMIN_EPOCH.EPOCH`, which changes with the configuration and with nothing else. */
export function configurationVersion({ attributes }: XmlElement): string {
  return `${attributes.admin_epoch ?? 0}.${attributes.epoch ?? 0}`;
}
