import { expect, test } from "vitest";
import { formatAgentName, parseAgentName } from "./agent-name.js";

test.each([
  ["ocf:heartbeat:IPaddr2", { class: "ocf", provider: "heartbeat", type: "IPaddr2" }],
  ["systemd:tunnel@10.0.0.1:80", { class: "systemd", type: "tunnel@10.0.0.1:80" }],
  ["stonith:external/ssh", { class: "stonith", type: "external/ssh" }],
])("%s is a name", (text, name) => {
  expect(parseAgentName(text)).toEqual(name);
  expect(formatAgentName(name)).toBe(text);
});

test.each(["", "ocf", "ocf:", "ocf:heartbeat", "ocf::Dummy", "lsb:", ":x"])("%j is none", (text) => {
  expect(parseAgentName(text)).toBeUndefined();
});
