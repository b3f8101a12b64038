import type { Clone, Group, Resource } from "../view/resources.js";
import { type Blocks, identifyBlocks } from "./blocks.js";
import type { Ids } from "./ids.js";
import type { CloneMeta, ResourceMeta } from "./meta-attributes.js";
import type { Definition, PrimitiveDefinition } from "./primitives.js";
import type { Values } from "./values.js";

/** A resource of any kind to be added. */
export type ResourceDefinition<Id extends string, TemplateId extends string> = Definition<
  Id,
  TemplateId,
  Resource
>;

/** What a group or a clone can have. */
export interface CollectiveSettings<Meta> {
  readonly description?: string;
  /** Parameters that are passed on to the primitives. */
  readonly parameters?: Blocks<Values>;
  readonly meta?: Blocks<Meta>;
}

/** Primitives that are placed together, started in this order and stopped in reverse. */
export function group<const Id extends string, Member extends string, TemplateId extends string = never>(
  id: Id,
  members: readonly [PrimitiveDefinition<Member, TemplateId>, ...PrimitiveDefinition<Member, TemplateId>[]],
  settings: CollectiveSettings<ResourceMeta> = {},
): Definition<Id | Member, TemplateId, Group> {
  return {
    make: (ids) => ({
      kind: "group",
      ...identifyCollective(ids, id, settings),
      members: members.map(({ make }) => make(ids)),
    }),
  };
}

/** A primitive or a group that runs in several instances. */
export function clone<const Id extends string, Member extends string, TemplateId extends string = never>(
  id: Id,
  resource: Definition<Member, TemplateId, Clone["resource"]>,
  settings: CollectiveSettings<CloneMeta> = {},
): Definition<Id | Member, TemplateId, Clone> {
  return {
    make: (ids) => ({
      kind: "clone",
      ...identifyCollective(ids, id, settings),
      resource: resource.make(ids),
    }),
  };
}

/** What a group, a clone and a bundle have in common, with ids. */
export function identifyCollective<Meta extends object>(
  ids: Ids,
  id: string,
  { description, parameters, meta }: CollectiveSettings<Meta>,
): Pick<Group, "id" | "description" | "attributes" | "meta"> {
  ids.claim(id, "resource");
  return {
    id,
    description,
    attributes: identifyBlocks(parameters, ids, `${id}-instance_attributes`),
    meta: identifyBlocks(meta, ids, `${id}-meta_attributes`),
  };
}
