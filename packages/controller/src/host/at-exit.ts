/** The signals that end a process and can be caught. */
const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** All of this process, which has but one end. */
const cleanUps = new Set<() => void>();

/**
 * Lets something be done when this process ends, be it by a signal. It has to be done at once; nothing
 * asynchronous happens any more. SIGKILL cannot be helped.
 *
 * Where others listen to a signal too, it is theirs to say what it means: nothing is done before they end the
 * process.
 *
 * @returns what revokes it
 */
export function atExit(cleanUp: () => void): () => void {
  if (cleanUps.size === 0) listen();
  cleanUps.add(cleanUp);
  return () => {
    if (cleanUps.delete(cleanUp) && cleanUps.size === 0) listenNoMore();
  };
}

function listen(): void {
  process.on("exit", runAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function listenNoMore(): void {
  process.off("exit", runAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function runAll(): void {
  for (const cleanUp of cleanUps) cleanUp();
  cleanUps.clear();
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  runAll();
  listenNoMore();
  // Nobody listens any more, so that the signal now does what it always does.
  process.kill(process.pid, signal);
}
