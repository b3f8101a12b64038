/** What alerts tell of. */
export type AlertKind = "node" | "fencing" | "resource" | "attribute";

/** Something that alert agents are told. */
export interface Alert {
  readonly kind: AlertKind;
  /** The node that it concerns. */
  readonly node: string;
  /** What agents find under `CRM_alert_NAME`, beside what all alerts have. */
  readonly variables: Readonly<Record<string, string>>;
}
