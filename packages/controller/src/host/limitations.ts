import { type ControlGroupProblem, controlGroupProblem } from "@sanode/ra";

/** Something that this host does not allow, so that less can be relied on. */
export interface HostLimitation {
  readonly code: "no-control-groups" | "control-groups-not-permitted";
  /** What it means and what to do, for people. */
  readonly message: string;
}

const CONSEQUENCE =
  "a daemon that overwrites its environment and leaves its process group outlives the fencing of its node";

const LIMITATIONS: Readonly<Record<ControlGroupProblem, HostLimitation>> = {
  missing: {
    code: "no-control-groups",
    message: `This host has no control groups of version 2: ${CONSEQUENCE}`,
  },
  "not-permitted": {
    code: "control-groups-not-permitted",
    message: `No control groups can be made here (run as root, as a unit of systemd with Delegate=yes): ${CONSEQUENCE}`,
  },
};

/** What this host does not allow to a process like this one. */
export function hostLimitations(): readonly HostLimitation[] {
  const problem = controlGroupProblem();
  return problem === undefined ? [] : [LIMITATIONS[problem]];
}
