import { any, type ElementType, optional, required, words } from "./grammar.js";

/** `read`, `write` and `deny` until 1.3. */
const oldPermission: ElementType = {
  attributes: { id: required("id"), attribute: optional("text") },
  choices: [
    [
      { attributes: { xpath: required("text") } },
      { attributes: { tag: required("text"), ref: optional("reference") } },
      { attributes: { ref: required("reference") } },
    ],
  ],
};

const oldPermissions = [
  any("read", oldPermission, { until: "1.3" }),
  any("write", oldPermission, { until: "1.3" }),
  any("deny", oldPermission, { until: "1.3" }),
];

const permission: ElementType = {
  attributes: {
    id: required("id"),
    kind: required(words("read", "write", "deny")),
    description: optional("text"),
  },
  choices: [
    [
      { attributes: { xpath: required("text") } },
      { attributes: { reference: required("reference") } },
      { attributes: { "object-type": required("text"), attribute: optional("text") } },
    ],
  ],
};

const role: ElementType = {
  attributes: { id: required("id"), description: optional("text", { since: "2.0" }) },
  children: [...oldPermissions, any("acl_permission", permission, { since: "2.0" })],
};

const roleReference: ElementType = { attributes: { id: required("reference") } };

const oldUser: ElementType = {
  attributes: { id: required("id") },
  choices: [[{ children: [any("role_ref", roleReference)] }, { children: oldPermissions }]],
};

const target: ElementType = {
  attributes: { id: required("text"), name: optional("text", { since: "3.8" }) },
  children: [any("role", roleReference)],
};

const group: ElementType = {
  attributes: { id: required("id"), name: optional("text", { since: "3.8" }) },
  children: [any("role", roleReference)],
};

export const accessControl: ElementType = {
  section: "acls",
  children: [
    any("acl_role", role),
    any("acl_user", oldUser, { until: "1.3" }),
    any("acl_target", target, { since: "2.0" }),
    any("acl_group", group, { since: "2.0" }),
  ],
};
