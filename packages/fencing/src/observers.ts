/** Those who want to be told of events. */
export class Observers<Event> {
  readonly #observers = new Set<(event: Event) => void>();

  /** Returns what ends it. */
  add(observer: (event: Event) => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** An observer that throws does so on its own account, outside of the work that is told of. */
  tell(event: Event): void {
    for (const observer of this.#observers) {
      try {
        observer(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
