import { element, parseXml, type XmlElement } from "@sanode/cib";
import type { Files } from "../src/files/files.js";
import { recover } from "../src/recover.js";
import { OpenStore, type StoreOptions } from "../src/store.js";

/** A document that can be told from others by its epoch; the longer, the higher that is. */
export function documentOf(epoch: number): XmlElement {
  const resources = Array.from({ length: epoch % 50 }, (_, index) =>
    element("primitive", { id: `r${index}`, class: "ocf", provider: "pacemaker", type: "Dummy" }),
  );
  return element(
    "cib",
    { "validate-with": "pacemaker-4.0", admin_epoch: "0", epoch: String(epoch), num_updates: "7" },
    [
      element("configuration", {}, [
        element("crm_config"),
        element("nodes"),
        element("resources", {}, resources),
        element("constraints"),
      ]),
      element("status", {}, [parseXml('<node_state id="1"/>')]),
    ],
  );
}

/** The number by which a document is known, once it is certain that it is that document as a whole. */
export function epochOf(document: XmlElement): number {
  const epoch = Number(document.attributes.epoch);
  const resources = document.children[0]?.kind === "element" ? document.children[0].children[2] : undefined;
  const count = resources?.kind === "element" ? resources.children.length : -1;
  if (count !== epoch % 50) throw new Error(`document ${epoch} has ${count} resources`);
  return epoch;
}

/** Opens a store on files of any kind, without a lock. */
export async function openOn(files: Files, options: StoreOptions = {}): Promise<OpenStore> {
  const inspection = { directory: "simulated", owners: new Set([0]), everything: false };
  const found = await recover(files, inspection, options.acceptDamage ?? false);
  return new OpenStore(files, found, { now: () => new Date(0), ...options }, { release: async () => {} });
}
