/** Which failures are to be forgotten; without a resource all. */
export interface FailureSelection {
  /** Without a node, those on every node. */
  readonly node?: string;
  readonly resource?: string;
  /** The operation's name; needs a resource. */
  readonly operation?: string;
  /** Milliseconds; by default 0. */
  readonly interval?: number;
}

/** The name of the attribute that counts an operation's failures, or that tells when the last one was. */
export function failureAttribute(
  kind: "fail-count" | "last-failure",
  resource: string,
  operation: string,
  interval: number,
): string {
  return `${kind}-${resource}#${operation}_${interval}`;
}

/**
 * Whether an attribute is about failures that are meant.
 *
 * Source: Pacemaker Explained, "Handling Resource Failure", "Failure Counts".
 */
export function isFailureOf(name: string, { resource, operation, interval = 0 }: FailureSelection): boolean {
  const [, rest] = /^(?:fail-count|last-failure)-(.*)$/s.exec(name) ?? [];
  if (rest === undefined) return false;
  if (resource === undefined) return true;
  if (!rest.startsWith(`${resource}#`)) return false;
  const suffix = rest.slice(resource.length + 1);
  return operation === undefined ? /^.+_\d+$/s.test(suffix) : suffix === `${operation}_${interval}`;
}
