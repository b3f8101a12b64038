import {
  applyBlocks,
  compileBlocks,
  elementsNamed,
  firstElement,
  intervalOrUndefined,
  isTrue,
  type XmlElement,
} from "@sanode/cib";
import type { ClusterState } from "@sanode/pengine";
import type { AlertKind } from "./alert.js";

/** One call of an alert agent for each event that concerns it: a recipient of an alert. */
export interface AlertRecipient {
  /** The id of the alert. */
  readonly alert: string;
  readonly path: string;
  /** Handed to the agent; empty for an alert without recipients. */
  readonly value: string;
  /** Milliseconds that a call may take. */
  readonly timeout: number;
  /** As strftime(3) has it, and `%xN` for the first x digits of the fraction of a second. */
  readonly timestampFormat: string;
  /** Variables that the agent finds. */
  readonly variables: ReadonlyMap<string, string>;
  readonly kinds: ReadonlySet<AlertKind>;
  /** The attributes that matter; undefined for all. */
  readonly attributes: ReadonlySet<string> | undefined;
}

const DEFAULT_TIMEOUT = 30_000;
const DEFAULT_FORMAT = "%H:%M:%S.%6N";
const DEFAULT_KINDS: ReadonlySet<AlertKind> = new Set(["node", "fencing", "resource"]);

const SELECTORS: ReadonlyMap<string, AlertKind> = new Map([
  ["select_nodes", "node"],
  ["select_fencing", "fencing"],
  ["select_resources", "resource"],
  ["select_attributes", "attribute"],
]);

/**
 * The recipients of alerts, in the order in which they are called: the last configured one first.
 *
 * Source: Pacemaker Explained, "Alerts".
 */
export function readAlerts(state: ClusterState): readonly AlertRecipient[] {
  const configuration = firstElement(state.cib, "configuration");
  const section = configuration && firstElement(configuration, "alerts");
  if (section === undefined) return [];
  return elementsNamed(section, "alert")
    .flatMap((alert) => recipientsOf(alert, state))
    .reverse();
}

function recipientsOf(alert: XmlElement, state: ClusterState): readonly AlertRecipient[] {
  const { id = "", path = "" } = alert.attributes;
  const own: Settings = {
    timeout: DEFAULT_TIMEOUT,
    timestampFormat: DEFAULT_FORMAT,
    variables: new Map(),
    kinds: DEFAULT_KINDS,
    attributes: undefined,
    isEnabled: true,
  };
  const settings = withOwn(own, alert, state);
  if (!settings.isEnabled) return [];
  const recipients = elementsNamed(alert, "recipient");
  if (recipients.length === 0) return [toRecipient(id, path, "", settings)];
  return recipients
    .map((recipient) => ({ recipient, settings: withOwn(settings, recipient, state) }))
    .filter(({ settings: { isEnabled } }) => isEnabled)
    .map(({ recipient, settings: each }) => toRecipient(id, path, recipient.attributes.value ?? "", each));
}

type Settings = Omit<AlertRecipient, "alert" | "path" | "value"> & { readonly isEnabled: boolean };

function toRecipient(alert: string, path: string, value: string, settings: Settings): AlertRecipient {
  const { isEnabled: _isEnabled, ...rest } = settings;
  return { alert, path, value, ...rest };
}

/** What an element says itself counts before what it inherits. */
function withOwn(inherited: Settings, owner: XmlElement, state: ClusterState): Settings {
  const meta = new Map<string, string>();
  applyBlocks(compileBlocks(owner, "meta_attributes", state.blockScope), { now: state.now }, meta);
  const timeout = intervalOrUndefined(meta.get("timeout")) ?? inherited.timeout;
  const enabled = meta.get("enabled");
  return {
    ...inherited,
    timeout: timeout > 0 ? timeout : DEFAULT_TIMEOUT,
    timestampFormat: meta.get("timestamp-format") ?? inherited.timestampFormat,
    variables: new Map([...inherited.variables, ...variablesOf(owner)]),
    ...selectionOf(owner),
    isEnabled: enabled === undefined ? inherited.isEnabled : isTrue(enabled),
  };
}

/** Of several blocks the first counts, whatever rules it has. */
function variablesOf(owner: XmlElement): readonly (readonly [string, string])[] {
  const block = firstElement(owner, "instance_attributes");
  return (block === undefined ? [] : elementsNamed(block, "nvpair")).map(
    ({ attributes: { name = "", value = "" } }) => [name, value] as const,
  );
}

function selectionOf(owner: XmlElement): Partial<Pick<Settings, "kinds" | "attributes">> {
  const select = firstElement(owner, "select");
  if (select === undefined) return {};
  const kinds = [...SELECTORS].flatMap(([name, kind]) =>
    firstElement(select, name) === undefined ? [] : [kind],
  );
  const chosen = firstElement(select, "select_attributes");
  const names = (chosen === undefined ? [] : elementsNamed(chosen, "attribute")).map(
    ({ attributes: { name = "" } }) => name,
  );
  return { kinds: new Set(kinds), attributes: names.length === 0 ? undefined : new Set(names) };
}
