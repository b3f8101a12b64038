import { z } from "zod";
import { LATEST, schemaName } from "../upgrade/schema/versions.js";
import type { CibView } from "../view/cib.js";
import { constraint } from "./constraints.js";
import { pairs } from "./pairs.js";
import { resource } from "./resources.js";
import { accessControl, alert, fencingLevel, node, tag } from "./sections.js";
import { status } from "./status.js";
import { count, DEFINITIONS, integer, list, optional, text } from "./values.js";

/** What the member `format` says: the name and the version of the form. A change that old readers do not understand raises it. */
export const FORMAT = "sanode-cib-1";

const version = z
  .strictObject({ adminEpoch: count, epoch: count, updates: count })
  .register(DEFINITIONS, { id: "Version", description: "Counts changes; compared in this order." });

const document = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal(FORMAT),
  version: version.default({ adminEpoch: 0, epoch: 0, updates: 0 }),
  validateWith: text.default(schemaName(LATEST)),
  featureSet: optional(text),
  haveQuorum: optional(z.boolean()),
  noQuorumPanic: optional(z.boolean()),
  designatedController: optional(text),
  lastWritten: optional(text),
  updateOrigin: optional(text),
  updateClient: optional(text),
  updateUser: optional(text),
  remoteTlsPort: optional(integer),
  remoteClearPort: optional(integer),
  executionDate: optional(integer),
  options: pairs,
  nodes: list(node),
  resources: list(resource),
  constraints: list(constraint),
  resourceDefaults: pairs,
  operationDefaults: pairs,
  fencingLevels: list(fencingLevel),
  accessControl: accessControl.default({ subjects: [], roles: [] }),
  tags: list(tag),
  alerts: list(alert),
  status: status.default({ nodes: [], tickets: [] }),
});

/** A CIB in its JSON form; gives the view. */
export const CIB: z.ZodType<CibView> = document.transform(
  ({ $schema: _schema, format: _format, ...cib }): CibView => cib,
);
