import type { AttributeRule, BannedPairs, ChildRule, ElementType, Form, ValueType } from "./grammar.js";
import { type Section, versionMask } from "./versions.js";

/*
 * The grammar in the form in which documents are checked: every condition carries the mask of the versions in
 * which it applies, so that one walk through a document finds all versions that accept it.
 */

export interface CompiledType {
  /** The alternatives; each is complete in itself. */
  readonly forms: readonly CompiledForm[];
  /** The types of children by their names. */
  readonly children: ReadonlyMap<string, CompiledType>;
  /** Attributes that hold ids, with the versions in which they do. */
  readonly ids: readonly MaskedName[];
  /** Attributes that refer to ids. */
  readonly references: readonly MaskedName[];
  readonly banned: readonly CompiledBan[];
  /** The ranks of children that must come in ascending order. */
  readonly order: ReadonlyMap<string, number>;
  readonly open: boolean;
}

export interface CompiledForm {
  /** The versions that have this form. */
  readonly mask: number;
  readonly attributes: ReadonlyMap<string, readonly CompiledAttribute[]>;
  /** Attributes that must be there, with the versions that want them. */
  readonly required: readonly MaskedName[];
  readonly children: ReadonlyMap<string, readonly CompiledChild[]>;
  /** Children that must be there. */
  readonly requiredChildren: readonly MaskedName[];
  readonly anyOf: readonly string[];
}

export interface CompiledAttribute {
  readonly type: ValueType;
  readonly mask: number;
}

export interface CompiledChild {
  readonly min: number;
  readonly max: number;
  readonly mask: number;
}

export interface MaskedName {
  readonly name: string;
  readonly mask: number;
}

export interface CompiledBan {
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlySet<string> | undefined;
  readonly mask: number;
}

/** Compiles an element's type and, through it, all types it leads to. */
export function compileType(
  type: ElementType,
  outer: Section,
  done: Map<ElementType, Map<Section, CompiledType>> = new Map(),
): CompiledType {
  const section = type.section ?? outer;
  const known = done.get(type)?.get(section);
  if (known !== undefined) return known;
  const combinations = combine(type);
  const children = new Map<string, CompiledType>();
  const compiled: CompiledType = {
    forms: combinations.map((parts) => compileForm(parts, section)),
    children,
    ids: maskedNames(combinations, section, (rule) => rule.type === "id"),
    references: maskedNames(combinations, section, (rule) => rule.type === "reference"),
    banned: (type.banned ?? []).map((ban) => compileBan(ban, section)),
    order: new Map(type.order?.map((name, rank) => [name, rank])),
    open: type.open === true,
  };
  const sections = done.get(type) ?? new Map<Section, CompiledType>();
  done.set(type, sections.set(section, compiled));
  // Only now: a type may lead back to itself.
  for (const child of combinations.flatMap((parts) => childRules(parts))) {
    const childType = typeof child.type === "function" ? child.type() : child.type;
    children.set(child.name, compileType(childType, section, done));
  }
  return compiled;
}

/** All ways to take one form of each group, each together with the element's own. */
function combine(type: ElementType): readonly (readonly Form[])[] {
  let combinations: readonly (readonly Form[])[] = [[type]];
  for (const group of type.choices ?? []) {
    combinations = combinations.flatMap((parts) => group.map((form) => [...parts, form]));
  }
  return combinations;
}

function compileForm(parts: readonly Form[], section: Section): CompiledForm {
  const attributes = new Map<string, readonly CompiledAttribute[]>();
  const required: MaskedName[] = [];
  for (const [name, rules] of attributeRules(parts)) {
    attributes.set(
      name,
      rules.map((rule) => ({ type: rule.type, mask: versionMask(section, rule) })),
    );
    const mask = unionMask(
      rules.filter((rule) => rule.required === true),
      section,
    );
    if (mask !== 0) required.push({ name, mask });
  }
  const children = new Map<string, CompiledChild[]>();
  const requiredChildren: MaskedName[] = [];
  for (const rule of childRules(parts)) {
    const { name, min = 0, max = Number.POSITIVE_INFINITY } = rule;
    const mask = versionMask(section, rule);
    children.set(name, [...(children.get(name) ?? []), { min, max, mask }]);
    if (min > 0) requiredChildren.push({ name, mask });
  }
  const mask = parts.reduce((versions, part) => versions & versionMask(section, part), -1);
  return {
    mask,
    attributes,
    required,
    children,
    requiredChildren,
    anyOf: parts.flatMap((part) => part.anyOf ?? []),
  };
}

function attributeRules(parts: readonly Form[]): [string, readonly AttributeRule[]][] {
  return parts.flatMap((part) =>
    Object.entries(part.attributes ?? {}).map(([name, rules]): [string, readonly AttributeRule[]] => [
      name,
      toArray(rules),
    ]),
  );
}

function toArray(rules: AttributeRule | readonly AttributeRule[]): readonly AttributeRule[] {
  return "type" in rules ? [rules] : rules;
}

function childRules(parts: readonly Form[]): readonly ChildRule[] {
  return parts.flatMap((part) => part.children ?? []);
}

function unionMask(rules: readonly AttributeRule[], section: Section): number {
  return rules.reduce((mask, rule) => mask | versionMask(section, rule), 0);
}

function maskedNames(
  combinations: readonly (readonly Form[])[],
  section: Section,
  wanted: (rule: AttributeRule) => boolean,
): readonly MaskedName[] {
  const masks = new Map<string, number>();
  for (const [name, rules] of combinations.flatMap((parts) => attributeRules(parts))) {
    const mask = unionMask(rules.filter(wanted), section);
    if (mask !== 0) masks.set(name, (masks.get(name) ?? 0) | mask);
  }
  return [...masks].map(([name, mask]) => ({ name, mask }));
}

function compileBan({ names, values, ...range }: BannedPairs, section: Section): CompiledBan {
  return {
    names: new Set(names),
    values: values === undefined ? undefined : new Set(values),
    mask: versionMask(section, range),
  };
}
