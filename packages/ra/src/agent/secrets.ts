import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The value of a parameter whose true value is kept in a file of this host, out of the configuration. */
export const SECRET = "lrm://";

/** Where Pacemaker's tool `cibsecret` keeps such values. */
export const SECRETS_DIRECTORY = "/var/lib/pacemaker/lrm/secrets";

/**
 * The parameters with secrets filled in: each value that is exactly `lrm://` is replaced by the content of
 * DIRECTORY/RESOURCE/NAME without trailing white space, if DIRECTORY/RESOURCE/NAME.sign holds the MD5 sum of it.
 * Undefined if a secret is missing, empty or does not match its sum.
 * Source: the manual page of cibsecret(8).
 */
export function revealSecrets(
  parameters: Readonly<Record<string, string>>,
  resource: string,
  directory: string,
): Readonly<Record<string, string>> | undefined {
  const names = Object.keys(parameters).filter((name) => parameters[name] === SECRET);
  if (names.length === 0) return parameters;
  const revealed: Record<string, string> = { ...parameters };
  for (const name of names) {
    if (name.includes("/") || resource.includes("/")) return undefined;
    const secret = readSecret(join(directory, resource, name));
    if (secret === undefined) return undefined;
    revealed[name] = secret;
  }
  return revealed;
}

function readSecret(path: string): string | undefined {
  try {
    const secret = readFileSync(path, "utf8").trimEnd();
    const sum = readFileSync(`${path}.sign`, "utf8").trim().toLowerCase();
    if (secret === "" || createHash("md5").update(secret).digest("hex") !== sum) return undefined;
    return secret;
  } catch {
    return undefined;
  }
}
