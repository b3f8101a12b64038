import { lowerAscii } from "@sanode/cib";

/**
 * The nodes that a list names, in lower case: the value of `pcmk_host_list`, or what an agent printed for `list`.
 *
 * Lines that speak of something invalid or variable are passed over; a name ends at the first character that no
 * node's name has, so that what agents append to it does not harm; `on` and `off` are states and no names.
 */
export function parseTargetList(text: string): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const line of text.split(/\n|\\n/)) {
    if (/invalid|variable/.test(line)) continue;
    for (const item of line.split(/[\s,;]+/)) {
      const name = lowerAscii(/^[A-Za-z0-9_.-]+/.exec(item)?.[0] ?? "");
      if (name !== "" && name !== "on" && name !== "off") targets.add(name);
    }
  }
  return targets;
}

/** What a device calls nodes, by the node's name in lower case. */
export type HostMap = ReadonlyMap<string, string>;

/**
 * Reads `pcmk_host_map`: items `NODE:PORT` or `NODE=PORT` between semicolons or blanks. Of several for a node the
 * last counts; what is no such item is passed over. There is no way to write a blank in a port.
 */
export function parseHostMap(text: string): HostMap {
  const map = new Map<string, string>();
  for (const item of text.split(/[; \t\n\r\v\f]+/)) {
    const [, node, port] = /^([^:=]+)[:=](.+)$/.exec(item) ?? [];
    if (node !== undefined && port !== undefined) map.set(lowerAscii(node), port);
  }
  return map;
}
