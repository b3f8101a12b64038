import { BuildError } from "../errors/build.js";
import { FEATURE_SET } from "../operations/whole.js";
import { validateCib } from "../upgrade/schema/problems.js";
import { LATEST, schemaName } from "../upgrade/schema/versions.js";
import type { CibView } from "../view/cib.js";
import type { FencingLevel } from "../view/fencing.js";
import type { Resource as ViewResource } from "../view/resources.js";
import { writeCib } from "../view/write/cib.js";
import { findForbidden } from "../xml/characters.js";
import { descendants, type XmlElement } from "../xml/tree.js";
import { identifyRole, type PermissionSettings } from "./access.js";
import { type AlertSettings, identifyAlert } from "./alerts.js";
import { type Blocks, identifyBlocks } from "./blocks.js";
import {
  type ColocationPrimary,
  type ColocationSettings,
  identifyColocatedSets,
  identifyColocation,
  identifyLocation,
  identifyOrder,
  identifyOrderedSets,
  identifyTicket,
  type LocationSettings,
  type LocationSubject,
  type OrderedActions,
  type OrderSettings,
  type SetSettings,
  type TicketSettings,
} from "./constraints.js";
import { type IdKind, Ids } from "./ids.js";
import type { ClusterOptions, OperationDefaults, ResourceMeta } from "./meta-attributes.js";
import {
  type AgentName,
  type Definition,
  identifyTemplate,
  type PrimitiveSettings,
  primitive,
} from "./primitives.js";
import { type ScoreInput, toScore, type Values } from "./values.js";

/** What a node can have. */
export interface NodeSettings {
  /** The id in the cluster layer; the node's number in the configuration if it is not given. */
  readonly id?: string;
  readonly type?: "member" | "remote";
  readonly description?: string;
  /** The preference of every resource for this node, before all constraints. */
  readonly score?: ScoreInput;
  readonly attributes?: Blocks<Values>;
  readonly utilization?: Blocks<Values>;
}

/** A level of fencing: devices that are used together for a node; lower levels are tried first. */
export type FencingLevelSettings<Node extends string, Device extends string> = {
  /** 1 to 9. */
  readonly level: number;
  readonly devices: readonly [Device, ...Device[]];
} & (
  | { readonly node: Node }
  /** All nodes whose names match a regular expression. */
  | { readonly pattern: string }
  | { readonly attribute: string; readonly value: string }
);

interface State {
  readonly view: CibView;
  readonly ids: ReadonlyMap<string, IdKind>;
}

/**
 * A configuration being written. Immutable: each method gives a new one, in which what it added can be referred to.
 *
 * The ids that there are so far are part of the type, so that a constraint on a resource or node that does not exist is an
 * error where the program is compiled; it is a {@link BuildError} where types are not looked at. The order of calls is the
 * order in the document. Ids that are not given are made as `pcs` makes them.
 */
export class Cluster<
  Node extends string,
  Resource extends string,
  Template extends string,
  Device extends string,
  Role extends string,
> {
  readonly #state: State;

  /** Use {@link cluster} or {@link dynamicCluster}. */
  constructor(state: State) {
    this.#state = state;
  }

  /** Sets cluster options. */
  options(options: Blocks<ClusterOptions>): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { options: before }) => ({
      options: [...before, ...identifyBlocks(options, ids, "cib-bootstrap-options")],
    }));
  }

  /** Sets defaults of the meta-attributes of resources. */
  resourceDefaults(meta: Blocks<ResourceMeta>): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { resourceDefaults: before }) => ({
      resourceDefaults: [...before, ...identifyBlocks(meta, ids, "rsc_defaults-meta_attributes")],
    }));
  }

  /** Sets defaults of operations. */
  operationDefaults(meta: Blocks<OperationDefaults>): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { operationDefaults: before }) => ({
      operationDefaults: [...before, ...identifyBlocks(meta, ids, "op_defaults-meta_attributes")],
    }));
  }

  /**
   * Adds a node.
   *
   * @throws BuildError if there is one of that name or id
   */
  node<const Name extends string>(
    name: Name,
    settings: NodeSettings = {},
  ): Cluster<Node | Name, Resource, Template, Device, Role> {
    const { type = "member", description, score, attributes, utilization } = settings;
    return this.#next((ids, { nodes }) => {
      const id = settings.id ?? String(nodes.length + 1);
      if (nodes.some((other) => other.name === name || other.id === id)) {
        throw new BuildError(
          "duplicate-id",
          `there already is a node "${name}" or one with the id "${id}"`,
          name,
        );
      }
      const node = {
        id,
        name,
        type,
        description,
        score: score === undefined ? undefined : toScore(score, name),
        attributes: identifyBlocks(attributes, ids, `nodes-${id}`),
        utilization: identifyBlocks(utilization, ids, `nodes-${id}-utilization`),
      };
      return { nodes: [...nodes, node] };
    });
  }

  /**
   * Adds a template, from which primitives can be derived.
   *
   * @throws BuildError if the id is taken or a value means nothing
   */
  template<const Id extends string>(
    id: Id,
    agent: AgentName,
    settings?: PrimitiveSettings,
  ): Cluster<Node, Resource | Id, Template | Id, Device, Role> {
    return this.#addResource((ids) => identifyTemplate(ids, id, agent, settings));
  }

  /**
   * Adds a resource: a `primitive`, `group`, `clone` or `bundle`. Constraints may name it and those in it.
   *
   * @throws BuildError if an id is taken, a template unknown, or a value means nothing
   */
  resource<Id extends string, Used extends Template>(
    definition: Definition<Id, Used, ViewResource>,
  ): Cluster<Node, Resource | Id, Template, Device, Role> {
    return this.#addResource(definition.make);
  }

  /**
   * Adds a fence device, a primitive of the class stonith, such as `fence_ipmilan`.
   *
   * @throws BuildError if the id is taken or a value means nothing
   */
  fenceDevice<const Id extends string>(
    id: Id,
    agent: string,
    settings?: PrimitiveSettings,
  ): Cluster<Node, Resource | Id, Template, Device | Id, Role> {
    return this.#addResource(primitive(id, `stonith:${agent}`, settings).make);
  }

  /**
   * Adds a level of fencing for a node, or for several.
   *
   * @throws BuildError if the node or a device is unknown, or the level is not from 1 to 9
   */
  fencingLevel(
    settings: FencingLevelSettings<Node, Device>,
  ): Cluster<Node, Resource, Template, Device, Role> {
    const { level, devices } = settings;
    return this.#next((ids, { fencingLevels }) => {
      const target = this.#fencingTarget(settings);
      const name =
        target.kind === "node" ? target.node : target.kind === "pattern" ? target.pattern : target.value;
      const id = ids.make(`fl-${name}-${level}`);
      if (!Number.isInteger(level) || level < 1 || level > 9) {
        throw new BuildError("invalid-value", `${id}: ${level} is no level: give one from 1 to 9`, id);
      }
      const made = { id, index: level, devices: devices.map((device) => ids.requireDevice(device)), target };
      return { fencingLevels: [...fencingLevels, made] };
    });
  }

  /**
   * Says where resources should run, or must not.
   *
   * @throws BuildError if a resource or the node is unknown, or the score is none
   */
  locate(
    subject: LocationSubject<Resource>,
    settings: LocationSettings<Node>,
  ): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { constraints }) => {
      if ("node" in settings) this.#requireNode(settings.node);
      return { constraints: [...constraints, identifyLocation(ids, subject, settings)] };
    });
  }

  /**
   * Keeps a resource on the node of another, or away from it: the resource follows the one that it is `with`.
   *
   * @throws BuildError if a resource is unknown, or the score is none
   */
  colocate(
    resource: Resource,
    settings: ColocationPrimary<Resource>,
  ): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { constraints }) => ({
      constraints: [...constraints, identifyColocation(ids, resource, settings)],
    }));
  }

  /** Keeps the resources of sets together, as {@link colocate} does for two. */
  colocateSets(
    sets: readonly [SetSettings<Resource>, ...SetSettings<Resource>[]],
    settings: ColocationSettings = {},
  ): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { constraints }) => ({
      constraints: [...constraints, identifyColocatedSets(ids, sets, settings)],
    }));
  }

  /**
   * Orders two resources: what is done with the first comes before what is done with the second.
   *
   * @throws BuildError if a resource is unknown
   */
  order(
    first: Resource,
    second: Resource,
    settings: OrderedActions = {},
  ): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { constraints }) => ({
      constraints: [...constraints, identifyOrder(ids, first, second, settings)],
    }));
  }

  /** Orders the resources of sets, as {@link order} does two. */
  orderSets(
    sets: readonly [SetSettings<Resource>, ...SetSettings<Resource>[]],
    settings: OrderSettings = {},
  ): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { constraints }) => ({
      constraints: [...constraints, identifyOrderedSets(ids, sets, settings)],
    }));
  }

  /**
   * Makes a resource, or those of sets, depend on a ticket.
   *
   * @throws BuildError if a resource is unknown
   */
  ticket(
    ticket: string,
    subject: Resource | readonly [SetSettings<Resource>, ...SetSettings<Resource>[]],
    settings: TicketSettings = {},
  ): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { constraints }) => ({
      constraints: [...constraints, identifyTicket(ids, ticket, subject, settings)],
    }));
  }

  /**
   * Gives several resources a name by which constraints can refer to all of them.
   *
   * @throws BuildError if the id is taken, or a resource unknown
   */
  tag<const Id extends string>(
    id: Id,
    members: readonly [Resource, ...Resource[]],
  ): Cluster<Node, Resource | Id, Template, Device, Role> {
    return this.#next((ids, { tags }) => {
      const known = members.map((member) => ids.requireResource(member));
      return { tags: [...tags, { id: ids.claim(id, "tag"), description: undefined, members: known }] };
    });
  }

  /**
   * Has a program told of events.
   *
   * @param path the program's absolute path
   * @throws BuildError if the id is taken
   */
  alert(
    id: string,
    path: string,
    settings: AlertSettings = {},
  ): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { alerts }) => ({ alerts: [...alerts, identifyAlert(ids, id, path, settings)] }));
  }

  /**
   * Adds a role of access control; the first permission that fits counts.
   *
   * @throws BuildError if the id is taken, or a resource unknown
   */
  accessRole<const Id extends string>(
    id: Id,
    permissions: readonly PermissionSettings<Resource>[],
    { description }: { readonly description?: string } = {},
  ): Cluster<Node, Resource, Template, Device, Role | Id> {
    return this.#next((ids, { accessControl }) => {
      const role = identifyRole(ids, id, permissions, description);
      return { accessControl: { ...accessControl, roles: [...accessControl.roles, role] } };
    });
  }

  /**
   * Gives roles to a user, or to a group of users, of the operating system.
   *
   * @throws BuildError if there already is something of the account's name, or a role is unknown
   */
  grant(
    account: string,
    roles: readonly Role[],
    { kind = "user" }: { readonly kind?: "user" | "group" } = {},
  ): Cluster<Node, Resource, Template, Device, Role> {
    return this.#next((ids, { accessControl }) => {
      const known = roles.map((role) => ids.requireRole(role));
      const subject = { kind, id: ids.claim(account, "other"), name: account, roles: known };
      return { accessControl: { ...accessControl, subjects: [...accessControl.subjects, subject] } };
    });
  }

  /** The configuration in the form in which tools and dashboards read one. */
  view(): CibView {
    return this.#state.view;
  }

  /**
   * The document, with an empty status, satisfying the latest schema.
   *
   * @throws BuildError if the schema does not accept it, or a value has a character that XML cannot hold
   */
  build(): XmlElement {
    const document = writeCib(this.#state.view);
    for (const { attributes } of descendants(document)) checkCharacters(attributes);
    const problems = validateCib(document, LATEST);
    if (problems.length === 0) return document;
    const lines = problems.map(({ place, message }) => `${place}: ${message}`);
    throw new BuildError("invalid-document", lines.join("\n"), problems[0]?.id, problems);
  }

  #addResource<N extends string, R extends string, T extends string, D extends string, A extends string>(
    make: (ids: Ids) => ViewResource,
  ): Cluster<N, R, T, D, A> {
    return this.#next((ids, { resources }) => ({ resources: [...resources, make(ids)] }));
  }

  /** The configuration with a change; the ids that the change takes are taken in it only. */
  #next<N extends string, R extends string, T extends string, D extends string, A extends string>(
    change: (ids: Ids, view: CibView) => Partial<CibView>,
  ): Cluster<N, R, T, D, A> {
    const ids = new Ids(this.#state.ids);
    const view = { ...this.#state.view, ...change(ids, this.#state.view) };
    return new Cluster({ view, ids: ids.all });
  }

  #fencingTarget(settings: FencingLevelSettings<string, string>): FencingLevel["target"] {
    if ("node" in settings) return { kind: "node", node: this.#requireNode(settings.node) };
    if ("pattern" in settings) return { kind: "pattern", pattern: settings.pattern };
    return { kind: "attribute", name: settings.attribute, value: settings.value };
  }

  #requireNode(name: string): string {
    if (this.#state.view.nodes.some((node) => node.name === name)) return name;
    const advice = "add it before it is referred to, or correct the name";
    throw new BuildError("unknown-reference", `there is no node "${name}": ${advice}`, name);
  }
}

function checkCharacters(attributes: XmlElement["attributes"]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (findForbidden(value) === -1) continue;
    const advice = "remove the control character from it";
    throw new BuildError(
      "invalid-value",
      `XML cannot hold this value of "${name}": ${advice}`,
      attributes.id,
    );
  }
}

const EMPTY: CibView = {
  version: { adminEpoch: 0, epoch: 1, updates: 0 },
  validateWith: schemaName(LATEST),
  featureSet: FEATURE_SET,
  haveQuorum: undefined,
  noQuorumPanic: undefined,
  designatedController: undefined,
  lastWritten: undefined,
  updateOrigin: undefined,
  updateClient: undefined,
  updateUser: undefined,
  remoteTlsPort: undefined,
  remoteClearPort: undefined,
  executionDate: undefined,
  options: [],
  nodes: [],
  resources: [],
  constraints: [],
  resourceDefaults: [],
  operationDefaults: [],
  fencingLevels: [],
  accessControl: { subjects: [], roles: [] },
  tags: [],
  alerts: [],
  status: { nodes: [], tickets: [] },
};

/**
 * An empty configuration, to which everything is added in turn.
 *
 * ```ts
 * const document = cluster()
 *   .options({ "no-quorum-policy": "stop" })
 *   .node("alpha", { attributes: { rack: "r1" } })
 *   .node("beta", { attributes: { rack: "r2" } })
 *   .fenceDevice("ipmi-alpha", "fence_ipmilan", { parameters: { ip: "10.0.1.1", pcmk_host_list: "alpha" } })
 *   .resource(clone("db", primitive("db-server", "ocf:heartbeat:pgsql", {
 *     operations: [{ name: "monitor", interval: "10s", role: "Promoted" }, { name: "monitor", interval: "11s" }],
 *   }), { meta: { promotable: true, notify: true } }))
 *   .resource(primitive("vip", "ocf:heartbeat:IPaddr2", { parameters: { ip: "10.0.0.9", cidr_netmask: 24 } }))
 *   .colocate("vip", { with: "db", withRole: "Promoted" })
 *   .order("db", "vip", { firstAction: "promote", thenAction: "start" })
 *   .locate("vip", { node: "alpha", score: 100 })
 *   .build();
 * ```
 */
export function cluster(): Cluster<never, never, never, never, never> {
  return new Cluster({ view: EMPTY, ids: new Map() });
}

/**
 * An empty configuration for ids that are only known when the program runs, for example because they are added in a loop:
 * any text may refer to anything, and is checked by each call.
 */
export function dynamicCluster(): DynamicCluster {
  return new Cluster({ view: EMPTY, ids: new Map() });
}

/** A configuration whose ids are checked when the program runs. */
export type DynamicCluster = Cluster<string, string, string, string, string>;
