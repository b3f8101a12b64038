import type { Family } from "./family.js";
import { machineFamilies } from "./machines.js";
import { serviceFamilies } from "./services.js";
import { shapeFamilies } from "./shapes.js";

/** All families, in the order of the report. */
export const families: readonly Family[] = [...serviceFamilies, ...machineFamilies, ...shapeFamilies];
