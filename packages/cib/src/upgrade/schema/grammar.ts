import type { Section, VersionRange } from "./versions.js";

/*
 * The notation in which the schema is written down. The grammar describes elements by what they may have in any
 * order; where alternatives exclude each other, an element has choices of forms.
 */

/** What an attribute's value must be. */
export type ValueType =
  /** Anything. */
  | "text"
  /** An XML name that no other id of the document has. */
  | "id"
  /** The id of an element of the document. */
  | "reference"
  | "integer"
  | "natural"
  | "boolean"
  /** An integer or a signed INFINITY. */
  | "score"
  /** Digits and dashes. */
  | "port-range"
  /** Names separated by commas. */
  | "device-list"
  /** 1 and up. */
  | "level"
  /** 1 to 9. */
  | "limited-level"
  /** A known schema's name. */
  | "schema"
  /** One of these words. */
  | { readonly words: readonly string[] };

export interface AttributeRule extends VersionRange {
  readonly type: ValueType;
  readonly required?: boolean;
}

export interface ChildRule extends VersionRange {
  /** The name of the child element. */
  readonly name: string;
  /** A function where the grammar refers to itself. */
  readonly type: ElementType | (() => ElementType);
  /** How many there must be; 0 if not said. */
  readonly min?: number;
  /** How many there may be; any number if not said. */
  readonly max?: number;
}

/** What an element may have; several rules for one attribute or child are alternatives. */
export interface Form extends VersionRange {
  readonly attributes?: Readonly<Record<string, AttributeRule | readonly AttributeRule[]>>;
  readonly children?: readonly ChildRule[];
  /** There must be at least one child with one of these names. */
  readonly anyOf?: readonly string[];
}

/** Names of pairs that a version does not accept, with any value or with certain ones (or with none at all). */
export interface BannedPairs extends VersionRange {
  readonly names: readonly string[];
  readonly values?: readonly string[];
}

export interface ElementType extends Form {
  /** The part of the configuration that starts with this element. */
  readonly section?: Section;
  /** Of each group exactly one form applies, in addition to what the element itself names. */
  readonly choices?: readonly (readonly Form[])[];
  /** The order that certain children must keep. */
  readonly order?: readonly string[];
  /** Pairs that may not occur. */
  readonly banned?: readonly BannedPairs[];
  /** The element's content is not looked at. */
  readonly open?: boolean;
}

/** An optional attribute. */
export function optional(type: ValueType, range: VersionRange = {}): AttributeRule {
  return { type, ...range };
}

/** An attribute that must be there. */
export function required(type: ValueType, range: VersionRange = {}): AttributeRule {
  return { type, required: true, ...range };
}

/** One of several words. */
export function words(...list: readonly string[]): ValueType {
  return { words: list };
}

/** Any number of children. */
export function any(name: string, type: ChildRule["type"], range: VersionRange = {}): ChildRule {
  return { name, type, ...range };
}

/** A child that may be there once. */
export function atMostOne(name: string, type: ChildRule["type"], range: VersionRange = {}): ChildRule {
  return { name, type, max: 1, ...range };
}

/** A child that must be there once. */
export function exactlyOne(name: string, type: ChildRule["type"], range: VersionRange = {}): ChildRule {
  return { name, type, min: 1, max: 1, ...range };
}

/** A child that must be there, any number of times. */
export function atLeastOne(name: string, type: ChildRule["type"], range: VersionRange = {}): ChildRule {
  return { name, type, min: 1, ...range };
}
