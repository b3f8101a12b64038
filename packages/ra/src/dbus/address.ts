/** Where the system bus listens unless DBUS_SYSTEM_BUS_ADDRESS says something else. */
export const SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket";

/**
 * The path of the unix socket that a bus address names, in the form in which Node connects to it (an abstract name
 * begins with a zero byte). Of several addresses the first of a kind that is known; undefined if there is none.
 * Source: D-Bus Specification, "Server Addresses".
 */
export function socketOfAddress(address: string): string | undefined {
  for (const one of address.split(";")) {
    if (!one.startsWith("unix:")) continue;
    const keys = new Map<string, string>();
    for (const pair of one.slice("unix:".length).split(",")) {
      const [key = "", ...value] = pair.split("=");
      keys.set(key, unescapeBytes(value.join("=")));
    }
    const path = keys.get("path");
    if (path !== undefined) return path;
    const abstract = keys.get("abstract");
    if (abstract !== undefined) return `\0${abstract}`;
  }
  return undefined;
}

function unescapeBytes(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)));
}
