import type { FencingMessage, FencingNetwork } from "./fencing-message.js";

type Receive = (from: string, message: FencingMessage) => void;

/** The fencers of nodes that live in one process. */
export class LocalFencingNetwork {
  readonly #members = new Map<string, Receive>();

  /** The network as the fencer of a node sees it. */
  for(node: string): FencingNetwork {
    const members = this.#members;
    const deliver = (to: string, message: FencingMessage): void => {
      const receive = members.get(to);
      // Never at once: who sends has not finished what it is doing. Who has left meanwhile hears nothing.
      queueMicrotask(() => {
        if (receive !== undefined && members.get(to) === receive) receive(node, message);
      });
    };
    return {
      get peers() {
        return [...members.keys()];
      },
      send: deliver,
      broadcast: (message) => {
        for (const name of [...members.keys()]) deliver(name, message);
      },
      join: (receive) => {
        members.set(node, receive);
        return () => {
          if (members.get(node) === receive) members.delete(node);
        };
      },
    };
  }
}
