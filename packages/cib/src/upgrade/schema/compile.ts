import type { BannedPairs, ElementType, Form, ValueType } from "./grammar.js";
import { type Section, versionMask } from "./versions.js";

/*
 * The grammar in the form in which documents are checked: every condition carries the mask of the versions in
 * which it applies, so that one walk through a document finds all versions that accept it.
 */

export interface CompiledType {
  /** The alternatives; each is complete in itself. */
  readonly forms: readonly CompiledForm[];
  /** The types of children by their names. */
  readonly children: ChildTypes;
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

/**
 * Compiles an element's type. The types of its children follow when a document first has them: most documents use a
 * small part of the grammar, and when a type is compiled makes no difference to it.
 */
export function compileType(type: ElementType, outer: Section): CompiledType {
  const section = type.section ?? outer;
  const forms = [type, ...(type.choices ?? []).flat()];
  const parts = new Map(forms.map((form) => [form, compilePart(form, section)]));
  return {
    forms: combine(type).map((combination) =>
      mergeParts(combination.flatMap((form) => parts.get(form) ?? [])),
    ),
    children: new ChildTypes(forms, section),
    ids: attributesOfType("id", parts.values()),
    references: attributesOfType("reference", parts.values()),
    banned: (type.banned ?? []).map((ban) => compileBan(ban, section)),
    order: new Map(type.order?.map((name, rank) => [name, rank])),
    open: type.open === true,
  };
}

/** The types of an element's children, compiled at the first look. */
class ChildTypes {
  readonly #forms: readonly Form[];
  readonly #section: Section;
  readonly #compiled = new Map<string, CompiledType>();

  constructor(forms: readonly Form[], section: Section) {
    this.#forms = forms;
    this.#section = section;
  }

  get(name: string): CompiledType | undefined {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const rule = this.#forms.flatMap((form) => form.children ?? []).find((child) => child.name === name);
    if (rule === undefined) return undefined;
    const compiled = compileType(typeof rule.type === "function" ? rule.type() : rule.type, this.#section);
    this.#compiled.set(name, compiled);
    return compiled;
  }
}

function attributesOfType(type: "id" | "reference", parts: Iterable<CompiledForm>): readonly MaskedName[] {
  const masks = new Map<string, number>();
  for (const { attributes } of parts) {
    for (const [name, rules] of attributes) {
      for (const rule of rules) {
        if (rule.type === type) masks.set(name, (masks.get(name) ?? 0) | rule.mask);
      }
    }
  }
  return [...masks].map(([name, mask]) => ({ name, mask }));
}

/** All ways to take one form of each group, each together with the element's own. */
function combine(type: ElementType): readonly (readonly Form[])[] {
  let combinations: readonly (readonly Form[])[] = [[type]];
  for (const group of type.choices ?? []) {
    combinations = combinations.flatMap((parts) => group.map((form) => [...parts, form]));
  }
  return combinations;
}

function compilePart(form: Form, section: Section): CompiledForm {
  const attributes = new Map<string, readonly CompiledAttribute[]>();
  const required: MaskedName[] = [];
  for (const name in form.attributes) {
    const given = form.attributes[name] ?? [];
    const rules = "type" in given ? [given] : given;
    let mask = 0;
    const compiled = rules.map((rule) => {
      const versions = versionMask(section, rule);
      if (rule.required === true) mask |= versions;
      return { type: rule.type, mask: versions };
    });
    attributes.set(name, compiled);
    if (mask !== 0) required.push({ name, mask });
  }
  const children = new Map<string, readonly CompiledChild[]>();
  const requiredChildren: MaskedName[] = [];
  for (const rule of form.children ?? []) {
    const { name, min = 0, max = Number.POSITIVE_INFINITY } = rule;
    const mask = versionMask(section, rule);
    children.set(name, [...(children.get(name) ?? []), { min, max, mask }]);
    if (min > 0) requiredChildren.push({ name, mask });
  }
  const mask = versionMask(section, form);
  return { mask, attributes, required, children, requiredChildren, anyOf: form.anyOf ?? [] };
}

/** Parts never name the same attribute or child. */
function mergeParts(parts: readonly CompiledForm[]): CompiledForm {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return {
    mask: parts.reduce((mask, part) => mask & part.mask, -1),
    attributes: new Map(parts.flatMap((part) => [...part.attributes])),
    required: parts.flatMap((part) => part.required),
    children: new Map(parts.flatMap((part) => [...part.children])),
    requiredChildren: parts.flatMap((part) => part.requiredChildren),
    anyOf: parts.flatMap((part) => part.anyOf),
  };
}

function compileBan({ names, values, ...range }: BannedPairs, section: Section): CompiledBan {
  return {
    names: new Set(names),
    values: values === undefined ? undefined : new Set(values),
    mask: versionMask(section, range),
  };
}
