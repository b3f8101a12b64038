import { type Attributes, element, type XmlElement, type XmlNode } from "@sanode/cib";
import type { Random } from "./random.js";

/** What has been generated so far and later parts refer to. */
export interface World {
  readonly random: Random;
  readonly nodes: WorldNode[];
  readonly resources: WorldResource[];
  /** Ids given so far; every id is used once. */
  readonly ids: Set<string>;
  readonly fencing: boolean;
  readonly tickets: string[];
  /** Seconds since the epoch. */
  readonly now: number;
  /** How many times the usual number of nodes, resources and constraints there may be. */
  readonly density: number;
  /** Parts of bundles and guests that are not configured as resources of their own. */
  readonly implied: ImpliedPart[];
  /** Whether resources outside clones have one node where they should be; and which, once it has been chosen. */
  readonly settled: boolean;
  readonly homes: Map<string, WorldNode>;
  /** Whether nodes are unfenced. */
  readonly unfencing: boolean;
}

/** A primitive that the status knows and the configuration implies, with what it runs together with. */
export interface ImpliedPart {
  readonly primitive: WorldPrimitive;
  /** The resource, or one replica of it, whose place it shares. */
  readonly owner: string;
}

export interface WorldNode {
  readonly id: string;
  readonly name: string;
  readonly kind: "member" | "remote" | "guest" | "bundle";
}

/** A primitive as the status knows it. */
export interface WorldPrimitive {
  readonly id: string;
  readonly agent: { readonly class: string; readonly provider: string | null; readonly type: string };
  readonly parameters: ReadonlyMap<string, string>;
  /** Names and intervals (milliseconds) of recurring operations. */
  readonly recurring: readonly {
    readonly interval: number;
    readonly timeout: string | null;
    readonly role: string | null;
  }[];
  readonly promotable: boolean;
}

export interface WorldResource {
  readonly id: string;
  readonly kind: "primitive" | "group" | "clone" | "bundle";
  readonly members: readonly WorldPrimitive[];
  readonly clone: {
    readonly unique: boolean;
    readonly promotable: boolean;
    readonly max: number | null;
  } | null;
}

/** An id that has not been used yet. */
export function freshId(world: World, wanted: string): string {
  let id = wanted;
  for (let suffix = 2; world.ids.has(id); suffix += 1) id = `${wanted}-${suffix}`;
  world.ids.add(id);
  return id;
}

/** A block of name/value pairs; null if there are none. */
export function block(
  world: World,
  name: string,
  owner: string,
  pairs: Iterable<readonly [string, string]>,
  before: readonly XmlNode[] = [],
): XmlElement | null {
  const list = [...pairs];
  if (list.length === 0) return null;
  const id = freshId(world, `${owner}-${name}`);
  const children = list.map(([key, value]) =>
    element("nvpair", {
      id: freshId(world, `${id}-${key.replace(/[^A-Za-z0-9_.-]/g, "_")}`),
      name: key,
      value,
    }),
  );
  return element(name, { id }, [...before, ...children]);
}

/** Attributes without those that are undefined. */
export function attributes(pairs: Readonly<Record<string, string | undefined>>): Attributes {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(pairs)) if (value !== undefined) kept[name] = value;
  return kept;
}

/** The list without nulls. */
export function present<T>(items: readonly (T | null)[]): T[] {
  return items.filter((item): item is T => item !== null);
}
