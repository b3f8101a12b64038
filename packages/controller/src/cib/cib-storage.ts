import type { XmlElement } from "@sanode/cib";

/** Where a cluster keeps its configuration for the next time, such as a store of `@sanode/store`. */
export interface CibStorage {
  /**
   * Keeps a CIB; what it says of nodes' states is of no use the next time. Resolves when this document, or one
   * that was given later, would survive a loss of power.
   */
  write(document: XmlElement): Promise<void>;
}
