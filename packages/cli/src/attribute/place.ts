import { userInfo } from "node:os";
import type { XmlElement } from "@sanode/cib";
import { type ChangeRequest, change } from "@sanode/cib/operations";
import type { ControlClient } from "@sanode/controller";
import { activeShadowFile } from "@sanode/store/shadow";
import { readCib, writeCib } from "../cib/cib-file.js";
import { connectTo } from "../input/cluster-access.js";
import type { AttributeArguments } from "./options.js";

/** Where values are looked for and changed: in a file, or in a running cluster. */
export interface AttributePlace {
  /** As it was when the place was opened. */
  readonly cib: XmlElement;
  /**
   * Changes the CIB.
   *
   * Rejects with an OperationError if the request is refused, and a CommandError or ControlError if it cannot be done.
   */
  change(request: ChangeRequest): Promise<void>;
  /** The running cluster, which has an attribute manager. */
  readonly cluster: ControlClient | undefined;
  close(): void;
}

/** Rejects with a CommandError if there is no such place. */
export async function openPlace({ file, state }: AttributeArguments): Promise<AttributePlace> {
  const path = file ?? (state === undefined ? fileOf(process.env) : "");
  return path === "" ? clusterPlace(state) : filePlace(path);
}

function fileOf(environment: NodeJS.ProcessEnv): string {
  return activeShadowFile(environment) ?? environment.CIB_file ?? "";
}

function filePlace(path: string): AttributePlace {
  const cib = readCib(path, "CIB");
  let present = cib;
  return {
    cib,
    change: async (request) => {
      const { document } = change(present, request);
      writeCib(path, document);
      present = document;
    },
    cluster: undefined,
    close: () => {},
  };
}

async function clusterPlace(state: string | undefined): Promise<AttributePlace> {
  const cluster = await connectTo(state);
  const origin = { client: "sanode attribute", user: userInfo().username };
  try {
    return {
      cib: await cluster.cib(),
      change: (request) => cluster.change((cib) => change(cib, request).document, origin),
      cluster,
      close: () => cluster.close(),
    };
  } catch (error) {
    cluster.close();
    throw error;
  }
}
