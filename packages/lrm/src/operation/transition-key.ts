/** What a transition key says. */
export interface TransitionKey {
  readonly action: number;
  readonly transition: number;
  /** The exit code that means success. */
  readonly expected: number;
  /** The transition engine that ordered the action. */
  readonly engine: string;
}

/** The key of results that no transition asked for: call id, transition -1, expected exit code, nobody's id. */
export function foreignTransitionKey(callId: number, expected: number): string {
  return `${callId}:-1:${expected}:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`;
}

/** Reads `ACTION:TRANSITION:EXPECTED:UUID`; undefined for anything else. */
export function parseTransitionKey(text: string): TransitionKey | undefined {
  const match = /^\s*([+-]?\d+):\s*([+-]?\d+):\s*([+-]?\d+):\s*(\S{1,36})/.exec(text);
  if (match === null) return undefined;
  const [, action, transition, expected, engine = ""] = match;
  return { action: Number(action), transition: Number(transition), expected: Number(expected), engine };
}

/** The exit code that an operation was expected to have; 0 where the key does not tell. */
export function expectedExitCode(transitionKey: string): number {
  return parseTransitionKey(transitionKey)?.expected ?? 0;
}
