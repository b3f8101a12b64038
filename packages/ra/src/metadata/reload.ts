import { compareVersions } from "@sanode/cib";
import type { AgentMetadata, AgentParameter } from "./metadata.js";

/** The action by which an agent takes over changed parameters without a restart; undefined if it cannot. */
export type ReloadAction = "reload-agent" | "reload" | undefined;

/**
 * How an agent takes over changed parameters: from OCF 1.1 on by `reload-agent`; before by `reload`, which since
 * then means the service's own configuration.
 * Source: Pacemaker Explained, "Reloading Services and Agents After a Definition Change".
 */
export function reloadAction(metadata: AgentMetadata): ReloadAction {
  const { standard, actions } = metadata;
  if (standard !== undefined && compareVersions(standard, "1.1") >= 0) {
    return actions.some(({ name }) => name === "reload-agent") ? "reload-agent" : undefined;
  }
  return actions.some(({ name }) => name.toLowerCase() === "reload") ? "reload" : undefined;
}

/** The parameters whose change takes a restart, in the order of declaration. Only of use if the agent can reload. */
export function restartParameters(metadata: AgentMetadata): readonly string[] {
  const needsRestart: (parameter: AgentParameter) => boolean =
    reloadAction(metadata) === "reload"
      ? (parameter) => parameter.unique
      : (parameter) => !parameter.reloadable;
  return metadata.parameters.filter(needsRestart).map(({ name }) => name);
}

/** Names that have always been secret; they count where an agent declares nothing private itself. */
const TRADITIONALLY_PRIVATE = new Set(["password", "passwd", "user"]);

/** The parameters whose values are not to be shown or recorded, in the order of declaration. */
export function privateParameters(metadata: AgentMetadata): readonly string[] {
  const names = metadata.parameters.map(({ name }) => name);
  const declared = metadata.parameters.filter((parameter) => parameter.private).map(({ name }) => name);
  return declared.length > 0 ? declared : names.filter((name) => TRADITIONALLY_PRIVATE.has(name));
}
