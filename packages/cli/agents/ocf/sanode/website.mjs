// Copyright 2026 The sanode authors
// SPDX-License-Identifier: Apache-2.0
//
// The server of the resource agent "website", and the question whether it answers.
//
//   website.mjs serve PIDFILE PAGEFILE RESOURCE ADDRESS PORT
//   website.mjs check RESOURCE ADDRESS PORT

import { readFileSync } from "node:fs";
import { createServer, get } from "node:http";
import { exitUnlessListening } from "./listening.mjs";

/** Tells this resource's server from any other that may have taken the port. */
const RESOURCE_HEADER = "X-Sanode-Resource";

function serve(pageFile, resource, address, port) {
  const since = new Date().toISOString();
  const server = createServer((request, response) => {
    request.resume();
    const content = page(pageFile, since);
    response.statusCode = content === undefined ? 500 : 200;
    response.setHeader(RESOURCE_HEADER, encodeURIComponent(resource));
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.end(content);
  });
  exitUnlessListening(server, address, port);
  process.on("SIGTERM", () => process.exit(0));
}

/** The agent writes the page's title into the first line of a file and the text into the others. */
function page(pageFile, since) {
  const file = readPage(pageFile);
  if (file === undefined) return undefined;
  const [title = "", ...lines] = file.trimEnd().split("\n");
  const node = process.env.OCF_RESKEY_CRM_meta_on_node ?? "this host";
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(lines.join("\n"))}</p>
<p>Served by <strong>${escapeHtml(node)}</strong> since ${since}.</p>
</body>
</html>
`;
}

function readPage(pageFile) {
  try {
    return readFileSync(pageFile, "utf8");
  } catch (error) {
    console.error(error.message);
    return undefined;
  }
}

function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function check(resource, address, port) {
  const request = get({ host: address, port, path: "/", agent: false }, (response) => {
    response.resume();
    const answering = response.headers[RESOURCE_HEADER.toLowerCase()];
    if (answering !== encodeURIComponent(resource)) fail("another server has the port");
    if (response.statusCode !== 200) fail(`status ${response.statusCode}`);
    process.exit(0);
  });
  request.on("error", (error) => fail(error.message));

  function fail(problem) {
    console.error(`http://${address}:${port}/: ${problem}`);
    process.exit(1);
  }
}

const [action, ...rest] = process.argv.slice(2);
if (action === "serve") serve(...rest.slice(1));
else if (action === "check") check(...rest);
else process.exit(3);
