// Copyright 2026 The sanode authors
// SPDX-License-Identifier: Apache-2.0

/** What it means to the agent (its exit code) that the system does not let us listen, and in words. */
const REFUSALS = {
  EADDRINUSE: [1, "already taken by another process"],
  EADDRNOTAVAIL: [2, "not an address of this host"],
  ENOTFOUND: [2, "not an address of this host"],
  EACCES: [4, "not allowed to this user"],
};

/**
 * Lets a server listen, and prints `ready` when it does, which the agent waits for. If it cannot, says why in one line
 * and ends the process with the exit code that the agent is to return.
 */
export function exitUnlessListening(server, address, port) {
  server.on("error", (error) => {
    const [code, problem] = REFUSALS[error.code] ?? [1, error.message];
    console.error(`${address} port ${port}: ${problem}`);
    process.exit(code);
  });
  server.listen({ host: address, port: Number(port) }, () => console.log("ready"));
}
