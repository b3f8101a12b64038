import type { XmlElement } from "@sanode/cib";
import { ban, configuredValue, deleteValue, setValue, unban, type ValuePlace } from "@sanode/controller";

/** A change that keeps a resource from running, and what takes it back. */
export interface Suspension {
  /** Makes the change. To be called with the CIB that it is made in; what is taken back is what was there then. */
  suspend(cib: XmlElement): XmlElement;
  /** Takes the change back, unless somebody else has done so or wants something else by now. */
  resume(cib: XmlElement): XmlElement;
  /** What an administrator has to do if it could not be taken back. */
  readonly advice: string;
}

const STOPPED = "Stopped";

/** Stops a resource everywhere, by its target role and those of its members. */
export function suspendEverywhere(resource: string): Suspension {
  let taken: readonly { readonly place: ValuePlace; readonly before: string | undefined }[] = [];
  return {
    suspend: (cib) => {
      const name = "target-role";
      const { cib: after, changed } = setValue(cib, { resource, kind: "meta_attributes", name }, STOPPED);
      taken = changed.map(({ resource: owner, set }) => {
        const place: ValuePlace = {
          resource: owner,
          kind: "meta_attributes",
          name,
          force: true,
          ...(set !== undefined && { set }),
        };
        return { place, before: configuredValue(cib, place) };
      });
      return after;
    },
    resume: (cib) =>
      taken.reduce((latest, { place, before }) => {
        if (configuredValue(latest, place) !== STOPPED || before === STOPPED) return latest;
        const { cib: after } =
          before === undefined ? deleteValue(latest, place) : setValue(latest, place, before);
        return after;
      }, cib),
    advice: `sanode resource unset ${resource} target-role --meta`,
  };
}

/** Keeps a resource off a node. */
export function suspendOnNode(resource: string, node: string): Suspension {
  return {
    suspend: (cib) => ban(cib, { id: resource }, node),
    resume: (cib) => unban(cib, resource, node),
    advice: `sanode resource clear ${resource} -N ${node}`,
  };
}
