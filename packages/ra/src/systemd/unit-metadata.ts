import { formatXml } from "@sanode/cib";

/** Meta-data for a unit. Its description comes from systemd, all else is the same for all units. */
export function unitMetadata(type: string, description: string): string {
  const action = (name: string, timeout: string, interval?: string) => ({
    kind: "element" as const,
    name: "action",
    attributes: { name, timeout, ...(interval !== undefined && { interval }) },
    children: [],
  });
  const text = (name: string, content: string, attributes = {}) => ({
    kind: "element" as const,
    name,
    attributes,
    children: [{ kind: "text" as const, text: content }],
  });
  const group = (name: string, children: readonly ReturnType<typeof action>[]) => ({
    kind: "element" as const,
    name,
    attributes: {},
    children,
  });
  return formatXml(
    {
      kind: "element",
      name: "resource-agent",
      attributes: { name: type },
      children: [
        text("version", "1.1"),
        text("longdesc", description, { lang: "en" }),
        text("shortdesc", `systemd unit file for ${type}`, { lang: "en" }),
        group("parameters", []),
        group("actions", [
          action("start", "100s"),
          action("stop", "100s"),
          action("status", "100s"),
          action("monitor", "100s", "60s"),
          action("meta-data", "5s"),
        ]),
        { ...group("special", []), attributes: { tag: "systemd" } },
      ],
    },
    { indent: true },
  );
}
