import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/** Where the demo's services are reached. */
export interface Endpoints {
  /** An address of this computer that nobody else uses. */
  readonly address: string;
  /** The port of the service address. */
  readonly front: number;
  /** The port of the site behind it. */
  readonly back: number;
}

/**
 * Finds an address and two free ports. All of 127.0.0.0/8 is this computer, at least with Linux, so that an
 * address drawn at random keeps two demos out of each other's way.
 */
export async function findEndpoints(): Promise<Endpoints> {
  const drawn = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  for (const address of [drawn, "127.0.0.1"]) {
    const ports = await freePorts(address);
    if (ports !== undefined) return { address, front: ports[0], back: ports[1] };
  }
  throw new Error("There is no local address to be had");
}

/** Two different free ports; undefined if the address is none of this computer. */
async function freePorts(address: string): Promise<readonly [number, number] | undefined> {
  const servers = [createServer(), createServer()] as const;
  try {
    return [await listen(servers[0], address), await listen(servers[1], address)];
  } catch {
    return undefined;
  } finally {
    for (const server of servers) server.close();
  }
}

function listen(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address, port: 0 }, () => {
      const bound = server.address();
      if (bound === null || typeof bound === "string") reject(new Error("no port"));
      else resolve(bound.port);
    });
  });
}
