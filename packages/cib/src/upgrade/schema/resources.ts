import { block, plainBlock } from "./blocks.js";
import { bundle } from "./bundles.js";
import {
  any,
  atLeastOne,
  atMostOne,
  type ChildRule,
  type ElementType,
  exactlyOne,
  type Form,
  optional,
  required,
  words,
} from "./grammar.js";
import { operations } from "./operations.js";

const RESTART_TYPE = { names: ["restart-type"], since: "4.0" } as const;

const ISOLATION = {
  names: ["isolation", "isolation-host", "isolation-instance", "isolation-wrapper"],
  since: "3.0",
  until: "3.10",
} as const;

const FENCE_AGENT_COMMANDS = {
  names: [
    "pcmk_arg_map",
    "pcmk_list_cmd",
    "pcmk_monitor_cmd",
    "pcmk_off_cmd",
    "pcmk_on_cmd",
    "pcmk_reboot_cmd",
    "pcmk_status_cmd",
  ],
  since: "3.0",
  until: "3.0",
} as const;

/** The blocks and operations of a primitive or a template. */
const agentSettings: readonly ChildRule[] = [
  any("instance_attributes", block(FENCE_AGENT_COMMANDS)),
  any("meta_attributes", block(RESTART_TYPE, ISOLATION)),
  any("utilization", plainBlock, { since: "1.2" }),
  atMostOne("operations", operations),
];

function agent(...standards: readonly Form[]): readonly Form[] {
  return [
    {
      attributes: {
        class: required(words("ocf")),
        provider: required("text"),
        type: required("text"),
      },
    },
    ...standards,
  ];
}

function standard(name: string, range: Pick<Form, "since" | "until"> = {}): Form {
  return { attributes: { class: required(words(name)), type: required("text") }, ...range };
}

export const primitive: ElementType = {
  attributes: { id: required("id"), description: optional("text") },
  children: agentSettings,
  choices: [
    [
      ...agent(
        standard("lsb"),
        standard("heartbeat"),
        standard("stonith"),
        standard("upstart", { until: "3.10" }),
        standard("service", { since: "1.2" }),
        standard("systemd", { since: "1.2" }),
        standard("nagios", { since: "1.2", until: "3.10" }),
      ),
      { attributes: { template: required("reference") }, since: "1.2" },
    ],
  ],
};

const template: ElementType = {
  attributes: { id: required("id"), description: optional("text") },
  children: agentSettings,
  choices: [
    agent(
      standard("lsb"),
      standard("heartbeat"),
      standard("stonith"),
      standard("upstart", { until: "3.10" }),
      standard("service", { since: "2.7" }),
      standard("systemd", { since: "2.7" }),
      standard("nagios", { since: "2.7", until: "3.10" }),
    ),
  ],
};

/** What groups, clones and bundles have in common. */
export const collective = {
  attributes: { id: required("id"), description: optional("text") },
  children: [any("meta_attributes", block(RESTART_TYPE)), any("instance_attributes", plainBlock)],
} as const satisfies Form;

const group: ElementType = {
  attributes: collective.attributes,
  children: [...collective.children, atLeastOne("primitive", primitive)],
};

const clone: ElementType = {
  attributes: collective.attributes,
  children: collective.children,
  choices: [[{ children: [exactlyOne("primitive", primitive)] }, { children: [exactlyOne("group", group)] }]],
};

export const resources: ElementType = {
  section: "resources",
  children: [
    any("primitive", primitive),
    any("template", template, { since: "1.2" }),
    any("group", group),
    any("clone", clone),
    any("master", clone, { until: "3.10" }),
    any("bundle", bundle(collective, primitive), { since: "2.8" }),
  ],
};
