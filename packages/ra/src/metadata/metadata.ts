/** What an agent says about itself. */
export interface AgentMetadata {
  readonly name: string;
  /** The version of the OCF standard that the agent follows, as written: `1.0`, `1.1`; undefined if it says none. */
  readonly standard: string | undefined;
  readonly shortDescription: string;
  readonly longDescription: string;
  /** In the order of declaration. */
  readonly parameters: readonly AgentParameter[];
  readonly actions: readonly AgentAction[];
}

/** One declared parameter. */
export interface AgentParameter {
  readonly name: string;
  readonly required: boolean;
  /** No two resources of one host may have the same value; in agents of OCF 1.0 also: a change needs a restart. */
  readonly unique: boolean;
  /** From OCF 1.1 on: the agent takes over a change by `reload-agent`, without a restart. */
  readonly reloadable: boolean;
  /** Not to be shown, as declared; see `privateParameters` for what counts. */
  readonly private: boolean;
  readonly shortDescription: string;
  readonly longDescription: string;
  /** `string`, `integer`, `boolean`, `select`, and what else agents write. */
  readonly type: string;
  readonly default: string | undefined;
  /** The permitted values of a `select`. */
  readonly options: readonly string[];
}

/** One declared action. The times are advice for people who write a configuration; the cluster uses none of them. */
export interface AgentAction {
  readonly name: string;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  /** Milliseconds. */
  readonly interval: number | undefined;
  readonly role: string | undefined;
  readonly depth: string | undefined;
}
