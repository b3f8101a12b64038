/** A step of the demo did not show what it claims. */
export class DemoError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DemoError";
  }
}

/** Something that the demo claims. */
export function claim(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new DemoError(otherwise);
}
