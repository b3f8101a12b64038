import {
  any,
  atMostOne,
  type ElementType,
  exactlyOne,
  type Form,
  optional,
  required,
  type ValueType,
} from "./grammar.js";
import type { VersionRange } from "./versions.js";

const number: ValueType = "integer";

const technology: ElementType = {
  attributes: {
    image: required("text"),
    replicas: optional(number),
    "replicas-per-host": optional(number),
    "run-command": optional("text"),
    network: optional("text"),
    options: optional("text"),
  },
  choices: [
    [
      { attributes: { masters: optional(number, { until: "3.10" }) } },
      { attributes: { "promoted-max": required(number) }, since: "3.0" },
    ],
  ],
};

const portMapping: ElementType = {
  attributes: { id: required("id") },
  choices: [
    [
      { attributes: { port: required(number), "internal-port": optional(number) } },
      { attributes: { range: required("port-range") } },
    ],
  ],
};

const network: ElementType = {
  attributes: {
    "ip-range-start": optional("text"),
    "control-port": optional(number),
    "host-interface": optional("text"),
    "host-netmask": optional(number),
    "add-host": optional("boolean", { since: "3.0" }),
  },
  children: [any("port-mapping", portMapping)],
};

const storageMapping: ElementType = {
  attributes: { id: required("id"), "target-dir": required("text"), options: optional("text") },
  choices: [
    [
      { attributes: { "source-dir": required("text") } },
      { attributes: { "source-dir-root": required("text") } },
    ],
  ],
};

const storage: ElementType = { children: [any("storage-mapping", storageMapping)] };

function runBy(name: string, range: VersionRange = {}): Form {
  return { children: [exactlyOne(name, technology)], ...range };
}

/** A bundle, given what it has in common with groups and clones and what a primitive is. */
export function bundle(collective: Form, primitive: ElementType): ElementType {
  return {
    ...collective,
    children: [
      ...(collective.children ?? []),
      atMostOne("network", network),
      atMostOne("storage", storage),
      atMostOne("primitive", primitive),
    ],
    choices: [
      [runBy("docker"), runBy("rkt", { since: "2.10", until: "3.10" }), runBy("podman", { since: "3.2" })],
    ],
  };
}
