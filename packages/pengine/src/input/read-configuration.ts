import {
  compareVersions,
  type DateTime,
  ElementIndex,
  element,
  isTrue,
  KeyedOrder,
  toEpoch,
  type XmlElement,
} from "@sanode/cib";
import type { ClusterOptions, ClusterState, ScoreListener } from "../model/state.js";
import type { ConfigurationWarning } from "../model/warning.js";
import { applyTo, type BlockReader, compileIn, documentScope } from "./blocks.js";
import { checkFencingTopology } from "./fencing-topology.js";
import { readNodes } from "./nodes.js";
import { readOptions } from "./options.js";
import { readResources } from "./resources.js";
import { section } from "./sections.js";
import { readTags } from "./tags.js";
import { wantsUnfencing } from "./unfencing-use.js";
import { reportError } from "./warnings.js";

/** The Pacemaker feature set whose decisions these are. */
export const featureSet = "3.20.5";

/** What a run needs besides the document. */
export interface RunInput {
  /** The moment that rules and expiry are judged by; its zone is that of dates without one. */
  readonly now: DateTime;
  /** Told of every change of a score, for explanations. */
  readonly scoreListener?: ScoreListener;
  /** Keep what is printed while resources are assigned. */
  readonly recordPlacement?: boolean;
  /** The document is a running cluster's own, with secret parameters that are whole. */
  readonly live?: boolean;
}

/**
 * Reads the configuration of a CIB that has been upgraded to the current schema: options, nodes, resources, tags. The
 * status is not looked at. A document of a newer feature set gives a state without nodes and resources.
 *
 * Nothing in the document makes this throw; what cannot be used is left out and told in `warnings`.
 */
export function readConfiguration(cib: XmlElement, input: RunInput): ClusterState {
  const configuration = section(cib, "configuration");
  const tooNew = compareVersions(cib.attributes.crm_feature_set ?? "", featureSet) > 0;
  const state = createState(cib, tooNew ? undefined : configuration, input, tooNew);
  if (tooNew) {
    const message = `feature set ${cib.attributes.crm_feature_set} is newer than ${featureSet}`;
    reportError(state, cib, "feature-set-too-new", message);
    return state;
  }
  readNodes(state, section(configuration, "nodes"));
  readResources(state, section(configuration, "resources"));
  if (state.options.fencingEnabled && !state.fencingConfigured) {
    reportError(
      state,
      "fencing-enabled",
      "no-fencing-devices",
      "fencing is enabled without any fencing device",
    );
  }
  checkFencingTopology(state, section(configuration, "fencing-topology"));
  readTags(state, section(configuration, "tags"));
  return state;
}

function createState(
  cib: XmlElement,
  configuration: XmlElement | undefined,
  input: RunInput,
  tooNew: boolean,
): ClusterState {
  const warnings: ConfigurationWarning[] = [];
  const beginning = {
    cib,
    index: new ElementIndex(cib),
    now: input.now,
    nowSeconds: toEpoch(input.now),
    quorate: isTrue(cib.attributes["have-quorum"]),
    recheckBy: null,
    warnings,
  };
  const options = readConfiguredOptions(beginning, section(configuration, "crm_config"));
  const blockScope = documentScope({ ...beginning, options });
  const defaults = (name: string) =>
    compileIn(blockScope, section(configuration, name) ?? element(name), "meta_attributes");
  // Every property by name: spreading `beginning` here takes V8 longer than all the rest of this function.
  return {
    cib,
    index: beginning.index,
    now: beginning.now,
    nowSeconds: beginning.nowSeconds,
    quorate: beginning.quorate,
    recheckBy: beginning.recheckBy,
    warnings,
    options,
    fencingConfigured: options.haveWatchdog,
    unfencingInUse: wantsUnfencing(configuration),
    tooNew,
    nodes: [],
    nodesById: new Map(),
    nodesByName: new Map(),
    nodesByIndex: [],
    dcNode: null,
    emptyOrder: KeyedOrder.empty(),
    initialTable: null,
    resources: [],
    resourceCount: 0,
    resourceIndex: { byId: new Map(), byHistoryName: new Map() },
    blockScope,
    resourceDefaults: defaults("rsc_defaults"),
    operationDefaults: defaults("op_defaults"),
    templates: new Map(),
    tags: new Map(),
    tickets: new Map(),
    locations: [],
    colocations: [],
    orderings: [],
    actions: [],
    clusterActions: new Map(),
    failedOperations: [],
    impliedConnections: [],
    notes: [],
    scoreListener: input.scoreListener ?? null,
    live: input.live === true,
    placementEvents: input.recordPlacement === true ? [] : null,
  };
}

type Beginning = BlockReader &
  Pick<ClusterState, "cib" | "now" | "nowSeconds" | "quorate" | "warnings" | "recheckBy">;

function readConfiguredOptions(beginning: Beginning, crmConfig: XmlElement | undefined): ClusterOptions {
  const configured = new Map<string, string>();
  if (crmConfig !== undefined) {
    const blocks = compileIn(documentScope(beginning), crmConfig, "cluster_property_set");
    applyTo(beginning, blocks, configured);
  }
  return readOptions(configured, beginning, beginning);
}
