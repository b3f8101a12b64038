import { formatScore, type Score } from "../../score.js";
import { type Attributes, createAttributes } from "../../xml/attributes.js";

/** Attributes in the order in which they are given; those that are undefined are left out. */
export function attributesOf(
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): Attributes {
  const attributes = createAttributes();
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value !== undefined) attributes[name] = String(value);
  }
  return attributes;
}

/** A score as it is written; undefined if there is none. */
export function scoreText(score: Score | undefined): string | undefined {
  return score === undefined ? undefined : formatScore(score);
}
