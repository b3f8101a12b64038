import type { FencingResult } from "../agent/fencing-result.js";
import type { DeviceReport } from "../device/fencing-device.js";
import type { OperationRecord } from "../history/record.js";
import type { ExecutionOrder, OperationRequest } from "../operation/operation-request.js";

/** What fencers tell each other: plain values that can be written as JSON. */
export type FencingMessage =
  /** To all: who can do that? */
  | { readonly kind: "query"; readonly operation: OperationRequest }
  /** To the originator: with these devices I can. */
  | { readonly kind: "reply"; readonly operation: string; readonly reports: readonly DeviceReport[] }
  /** To one: do it. */
  | {
      readonly kind: "execute";
      readonly operation: OperationRequest;
      readonly attempt: number;
      readonly order: ExecutionOrder;
    }
  /** To the originator: it is done, or could not be done. */
  | {
      readonly kind: "answer";
      readonly operation: string;
      readonly attempt: number;
      readonly result: FencingResult;
    }
  /** To one: see to it that I am fenced. The receiver becomes the originator. */
  | { readonly kind: "hand-over"; readonly operation: OperationRequest }
  /** To all: it takes at most so many seconds from now on. */
  | { readonly kind: "announcement"; readonly operation: string; readonly total: number }
  /** To all: it is over. Each fencer notes its own time. */
  | { readonly kind: "result"; readonly record: OperationRecord }
  /** To all: forget what is over. A null target means all. */
  | { readonly kind: "clean-up"; readonly target: string | null }
  /** To all: this is what I know. Who knows more answers the same if asked to. */
  | { readonly kind: "history"; readonly records: readonly OperationRecord[]; readonly wantsAnswer: boolean };

/** How one fencer reaches the others, itself included. */
export interface FencingNetwork {
  /** The nodes whose fencers take part now, the own one among them. */
  readonly peers: readonly string[];
  /** Messages to those who do not take part any more are lost. */
  send(to: string, message: FencingMessage): void;
  /** Reaches everybody, the sender too, in the same order everywhere. */
  broadcast(message: FencingMessage): void;
  /** Takes part from now on. Returns what ends it. */
  join(receive: (from: string, message: FencingMessage) => void): () => void;
}
