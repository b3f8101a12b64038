/** What an agent says about itself. */
export interface AgentMetadata {
  readonly name: string;
  /** The agent's own version, as written; undefined if it says none. */
  readonly version: string | undefined;
  /** The version of the OCF standard that the agent follows, as written: `1.0`, `1.1`; undefined if it says none. */
  readonly standard: string | undefined;
  /** In English, or in the language that comes first. */
  readonly shortDescription: string;
  readonly longDescription: string;
  /** The descriptions in every language that the agent speaks, by its code (`en`, `de`). */
  readonly translations: Translations;
  /** In the order of declaration. */
  readonly parameters: readonly AgentParameter[];
  readonly actions: readonly AgentAction[];
}

/** Descriptions by language. */
export type Translations = Readonly<
  Record<string, { readonly shortDescription?: string; readonly longDescription?: string }>
>;

/** One declared parameter. */
export interface AgentParameter {
  readonly name: string;
  readonly required: boolean;
  /** No two resources of one host may have the same value; in agents of OCF 1.0 also: a change needs a restart. */
  readonly unique: boolean;
  /** OCF 1.1: parameters of one group are unique together, not each by itself. */
  readonly uniqueGroup: string | undefined;
  /** From OCF 1.1 on: the agent takes over a change by `reload-agent`, without a restart. */
  readonly reloadable: boolean;
  /** Not to be shown, as declared; see `privateParameters` for what counts. */
  readonly private: boolean;
  /** Why the parameter is no longer to be used, if so. */
  readonly deprecated: Deprecation | undefined;
  readonly shortDescription: string;
  readonly longDescription: string;
  readonly translations: Translations;
  /** `string`, `integer`, `boolean`, `select`, `second`, and what else agents write. */
  readonly type: string;
  readonly default: string | undefined;
  /** The permitted values of a `select`. */
  readonly options: readonly string[];
  /** The least permitted value of a number, as written. */
  readonly minimum: string | undefined;
  readonly maximum: string | undefined;
}

/** What became of a parameter that is no longer to be used. */
export interface Deprecation {
  /** The parameters that took its place. */
  readonly replacedBy: readonly string[];
  readonly description: string;
}

/** One declared action. The times are advice for people who write a configuration; the cluster uses none of them. */
export interface AgentAction {
  readonly name: string;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  /** Milliseconds. */
  readonly interval: number | undefined;
  /** Milliseconds. */
  readonly startDelay: number | undefined;
  readonly role: string | undefined;
  readonly depth: string | undefined;
}
