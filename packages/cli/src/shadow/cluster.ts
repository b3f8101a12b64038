import type { XmlElement } from "@sanode/cib";
import { cibPath, readCib, writeCib } from "../cib/cib-file.js";
import { CommandError } from "../command/exit-status.js";

/** The cluster's own document, whatever shadow may be active. */
export interface ClusterDocument {
  readonly document: XmlElement;
  /** @throws CommandError */
  write(document: XmlElement): void;
}

/** @throws CommandError if there is no cluster, or its document cannot be used */
export function readClusterDocument(): ClusterDocument {
  try {
    const path = cibPath(process.env.CIB_file ?? "", "CIB");
    return { document: readCib(path, "CIB"), write: (document) => writeCib(path, document) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(error.status, error.message.replace("connect to the CIB", "connect to CIB"));
  }
}
