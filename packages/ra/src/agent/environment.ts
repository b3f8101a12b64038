import { dirname } from "node:path";
import { EXIT_REASON_PREFIX } from "../result/exit-reason.js";
import type { ActionRequest } from "./action-request.js";

/** The root that agents derive their libraries' place from, `$OCF_ROOT/lib/heartbeat/ocf-shellfuncs`. */
export const OCF_ROOT = "/usr/lib/ocf";

const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Variables of our own environment that agents may see; all others (passwords, tokens) stay with us. */
const INHERITED = ["HOME", "USER", "LOGNAME", "TMPDIR", "TZ"];

/**
 * The complete environment of an action.
 *
 * Parameters are passed as they are: nothing in a value means anything to a shell, since no shell is asked. A
 * parameter is left out if its name holds `=`, which would end the variable's name and so set another parameter.
 * Source: OCF Resource Agent API 1.1, "Environment variables".
 */
export function actionEnvironment(
  request: ActionRequest,
  own: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const environment = systemEnvironment(own);
  environment.OCF_ROOT = OCF_ROOT;
  Object.assign(environment, extra);
  environment.OCF_RA_VERSION_MAJOR = "1";
  environment.OCF_RA_VERSION_MINOR = "1";
  environment.OCF_EXIT_REASON_PREFIX = EXIT_REASON_PREFIX;
  environment.OCF_RESOURCE_INSTANCE = request.resource;
  environment.OCF_RESOURCE_TYPE = request.agent.type;
  if (request.agent.provider !== undefined) environment.OCF_RESOURCE_PROVIDER = request.agent.provider;
  for (const [name, value] of Object.entries(request.parameters)) {
    if (name === "" || name.includes("=")) continue;
    environment[name === "OCF_CHECK_LEVEL" ? name : `OCF_RESKEY_${name}`] = value;
  }
  return environment;
}

/** What agents of every kind find: where commands are, whose they are, and the C locale. */
export function systemEnvironment(own: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = own[name];
    if (value !== undefined) environment[name] = value;
  }
  // Where node itself lives comes last, so that agents written for it find it and no other command is shadowed.
  environment.PATH = `${SYSTEM_PATH}:${dirname(process.execPath)}`;
  environment.LC_ALL = "C";
  return environment;
}
