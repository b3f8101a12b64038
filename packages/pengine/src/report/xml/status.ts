import { element, type XmlElement } from "@sanode/cib";
import type { ClusterState } from "../../model/state.js";
import { statusContext } from "../status-context.js";
import type { TimeFormat } from "../time.js";
import { formatIso, formatTime } from "../time.js";
import { failCountsElement, failuresElement } from "./failures.js";
import { nodeAttributesElement, nodesElement } from "./nodes.js";
import { resourcesElement } from "./resources.js";

/** What a status as XML shows besides nodes and resources. */
export interface StatusXmlOptions {
  /** Operations under way; true if not given. */
  readonly pending?: boolean;
  /** Node attributes. */
  readonly attributes?: boolean;
  /** Fail counts and failed operations. */
  readonly failures?: boolean;
  /** How times are written in fail counts; in UTC if not given. */
  readonly formatTime?: TimeFormat;
  /** How times are written in failed operations, which have them in the form of ISO 8601; in UTC if not given. */
  readonly formatIsoTime?: TimeFormat;
}

/**
 * The state of a cluster as `crm_simulate --output-as=xml` tells it, as it is at the moment.
 *
 * @param name of the element: `cluster_status`, `revised_cluster_status`
 */
export function statusElement(state: ClusterState, name: string, options: StatusXmlOptions = {}): XmlElement {
  const { pending = true, attributes = false, failures = false } = options;
  const isoTime = options.formatIsoTime ?? ((seconds: number) => formatIso(seconds));
  const time = options.formatTime ?? ((seconds: number) => formatTime(seconds));
  const sections = [
    nodesElement(state),
    resourcesElement(statusContext(state, pending)),
    attributes ? nodeAttributesElement(state) : null,
    failures ? failCountsElement(state, time) : null,
    failures ? failuresElement(state, isoTime) : null,
  ];
  return element(
    name,
    {},
    sections.filter((section) => section !== null),
  );
}
