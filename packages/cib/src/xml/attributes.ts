/**
 * An element's attributes by name, in document order.
 *
 * Has no inherited properties, so that an attribute called `constructor` or `__proto__` is an attribute like
 * any other and a missing one is `undefined`.
 */
export type Attributes = Readonly<Record<string, string>>;

/** Attributes under construction. */
export type MutableAttributes = Record<string, string>;

/** The mark by which immer knows objects of a class of ours that it may draft and copy. */
const IMMER_DRAFTABLE = Symbol.for("immer-draftable");

/**
 * Objects made by `Object.create(null)` are hash tables to JavaScript engines; objects of a constructor whose
 * prototype inherits nothing are just as free of surprises and several times cheaper to make and to read.
 */
class Bag {
  [name: string]: string;
}
Object.setPrototypeOf(Bag.prototype, null);
Reflect.deleteProperty(Bag.prototype, "constructor");
Object.defineProperty(Bag.prototype, IMMER_DRAFTABLE, { value: true });

/** The attributes of every element that has none. */
export const NO_ATTRIBUTES: Attributes = Object.freeze(new Bag());

/** A new, empty set of attributes. */
export function createAttributes(): MutableAttributes {
  return new Bag();
}

/** The same attributes as an object that inherits nothing; the argument itself if it already is one. */
export function toAttributes(attributes: Attributes): Attributes {
  if (attributes instanceof Bag) return attributes;
  const result = createAttributes();
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value !== undefined) result[name] = value;
  }
  return result;
}
