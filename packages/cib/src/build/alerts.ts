import type { Alert, AlertSelection } from "../view/alerts.js";
import { type Blocks, identifyBlocks } from "./blocks.js";
import type { Ids } from "./ids.js";
import type { TimeSpan, Values } from "./values.js";

/** What alerts and their recipients can have. */
export interface AlertOptions {
  readonly description?: string;
  /** What the program finds in its environment. */
  readonly environment?: Blocks<Values>;
  readonly meta?: Blocks<{
    readonly timeout?: TimeSpan;
    readonly "timestamp-format"?: string;
    readonly enabled?: boolean;
  }>;
  /** The kinds of events that are told; everything but changes of node attributes if it is not given. */
  readonly select?: {
    readonly nodes?: boolean;
    readonly fencing?: boolean;
    readonly resources?: boolean;
    /** Changes of node attributes of these names; of any name if the list is empty. */
    readonly attributes?: readonly string[];
  };
}

/** A program that is told of events, and for whom. */
export interface AlertSettings extends AlertOptions {
  readonly recipients?: readonly (AlertOptions & { readonly value: string })[];
}

/** An `alert` with ids. */
export function identifyAlert(ids: Ids, id: string, path: string, settings: AlertSettings): Alert {
  const { recipients = [] } = settings;
  ids.claim(id, "other");
  return {
    path,
    ...identifyOptions(ids, id, settings),
    recipients: recipients.map((recipient) => ({
      value: recipient.value,
      ...identifyOptions(ids, ids.make(`${id}-recipient`), recipient),
    })),
  };
}

function identifyOptions(ids: Ids, id: string, { description, environment, meta, select }: AlertOptions) {
  return {
    id,
    description,
    select: select && selection(select),
    attributes: identifyBlocks(environment, ids, `${id}-instance_attributes`),
    meta: identifyBlocks(meta, ids, `${id}-meta_attributes`),
  };
}

function selection(select: NonNullable<AlertOptions["select"]>): AlertSelection {
  const { nodes = false, fencing = false, resources = false, attributes } = select;
  return { nodes, fencing, resources, attributes: attributes && [...attributes] };
}
