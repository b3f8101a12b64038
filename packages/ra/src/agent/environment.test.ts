import { expect, test } from "vitest";
import type { ActionRequest } from "./action-request.js";
import { actionEnvironment } from "./environment.js";

const request: ActionRequest = {
  agent: { class: "ocf", provider: "test", type: "Env" },
  resource: "A",
  action: "monitor",
  parameters: { p1: "v1", empty: "", "my-blah.x": "z", CRM_meta_timeout: "13000", OCF_CHECK_LEVEL: "10" },
  timeout: 13_000,
};

test("an agent finds what the OCF API promises", () => {
  expect(actionEnvironment(request, {})).toMatchObject({
    OCF_ROOT: "/usr/lib/ocf",
    OCF_RA_VERSION_MAJOR: "1",
    OCF_RA_VERSION_MINOR: "1",
    OCF_EXIT_REASON_PREFIX: "ocf-exit-reason:",
    OCF_RESOURCE_INSTANCE: "A",
    OCF_RESOURCE_TYPE: "Env",
    OCF_RESOURCE_PROVIDER: "test",
    OCF_RESKEY_p1: "v1",
    OCF_RESKEY_empty: "",
    "OCF_RESKEY_my-blah.x": "z",
    OCF_RESKEY_CRM_meta_timeout: "13000",
    OCF_CHECK_LEVEL: "10",
  });
  expect(actionEnvironment(request, {})).not.toHaveProperty("OCF_RESKEY_OCF_CHECK_LEVEL");
});

test("our own environment is not handed on, but for where and who we are", () => {
  const own = { HOME: "/home/u", AWS_SECRET_ACCESS_KEY: "s", NODE_OPTIONS: "--inspect", PATH: "/evil" };
  const environment = actionEnvironment(request, own);
  expect(environment.HOME).toBe("/home/u");
  expect(environment).not.toHaveProperty("AWS_SECRET_ACCESS_KEY");
  expect(environment).not.toHaveProperty("NODE_OPTIONS");
  expect(environment.PATH?.split(":")).not.toContain("/evil");
});

test("a parameter's name cannot smuggle in another parameter", () => {
  const environment = actionEnvironment({ ...request, parameters: { "p1=x": "y", p1: "v1" } }, {});
  expect(environment.OCF_RESKEY_p1).toBe("v1");
  expect(Object.keys(environment).filter((name) => name.includes("="))).toEqual([]);
});
