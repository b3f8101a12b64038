import { lowerAscii } from "@sanode/cib";

/** How a plug-in of the cluster-glue library is asked to do something. */
export type PluginCommand =
  | {
      readonly kind: "run";
      /** Arguments of the command `stonith`. */
      readonly arguments: readonly string[];
      /** What the plug-in finds in its environment: its parameters, by their very names. */
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly kind: "metadata" }
  | { readonly kind: "impossible"; readonly reason: string };

/** Words of fence agents for what the command calls `-T off`, `on` and `reset`. */
const SWITCHING: Readonly<Record<string, string>> = {
  off: "off",
  poweroff: "off",
  on: "on",
  poweron: "on",
  reboot: "reset",
  reset: "reset",
};

const OWN_NAMES = new Set(["plugin", "action", "option", "stonith", "agent"]);

/**
 * Translates what a fence agent would read into a call of cluster-glue's command for its plug-ins. Source: the manual
 * page of stonith(8).
 */
export function pluginCommand(input: ReadonlyMap<string, string>): PluginCommand {
  const plugin = input.get("plugin");
  if (plugin === undefined || plugin === "") return impossible("no plug-in is named");
  const action = lowerAscii(input.get("action") ?? input.get("option") ?? "");
  if (action === "metadata") return { kind: "metadata" };
  const environment = Object.fromEntries([...input].filter(([name]) => !OWN_NAMES.has(name)));
  const run = (...rest: string[]): PluginCommand => {
    return { kind: "run", arguments: ["-t", plugin, "-E", ...rest], environment };
  };
  if (action === "list" || action === "hostlist") return run("-l");
  if (action === "monitor" || action === "status" || action === "stat") return run("-S");
  const word = Object.hasOwn(SWITCHING, action) ? SWITCHING[action] : undefined;
  if (word === undefined) return impossible(`no action ${action}`);
  const target = input.get("nodename");
  if (target === undefined || target === "" || target.startsWith("-")) return impossible("no plug number");
  return run("-T", word, target);
}

function impossible(reason: string): PluginCommand {
  return { kind: "impossible", reason };
}

/** What the fencing service takes as the meta-data of every plug-in. */
export const PLUGIN_METADATA = `<resource-agent name="fence_legacy">
  <parameters>
    <parameter name="action"/>
    <parameter name="port"/>
    <parameter name="help"/>
  </parameters>
  <actions>
    <action name="enable"/>
    <action name="disable"/>
    <action name="reboot"/>
    <action name="off"/>
    <action name="on"/>
    <action name="status"/>
    <action name="list"/>
    <action name="metadata"/>
  </actions>
</resource-agent>
`;
