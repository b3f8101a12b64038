// Copyright 2026 The sanode authors
// SPDX-License-Identifier: Apache-2.0
//
// The front door of the resource agent "address": hands every connection on to the service behind it.
//
//   address.mjs serve PIDFILE IP PORT TARGET_IP TARGET_PORT
//   address.mjs check IP PORT

import { connect, createServer } from "node:net";
import { pipeline } from "node:stream";
import { exitUnlessListening } from "./listening.mjs";

function serve(ip, port, targetIp, targetPort) {
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const service = connect({ host: targetIp, port: Number(targetPort), allowHalfOpen: true });
    // Each direction ends by itself; an error in one of them ends both, by closing the two sockets.
    pipeline(client, service, () => {});
    pipeline(service, client, () => {});
  });
  exitUnlessListening(server, ip, port);
  process.on("SIGTERM", () => process.exit(0));
}

function check(ip, port) {
  const connection = connect({ host: ip, port: Number(port) }, () => process.exit(0));
  connection.on("error", (error) => {
    console.error(`${ip} port ${port}: ${error.message}`);
    process.exit(1);
  });
}

const [action, ...rest] = process.argv.slice(2);
if (action === "serve") serve(...rest.slice(1));
else if (action === "check") check(...rest);
else process.exit(3);
