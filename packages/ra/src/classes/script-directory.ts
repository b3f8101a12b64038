import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * The file of a script that is known by its name alone; undefined if there is none. A name that begins with a slash is
 * a path. That something of that name exists is all that is asked.
 */
export function findScript(name: string, directory: string): string | undefined {
  const path = scriptPath(name, directory);
  return path !== undefined && existsSync(path) ? path : undefined;
}

/** Where a script would be; undefined for a name that would lead out of the directory. */
export function scriptPath(name: string, directory: string): string | undefined {
  if (name.startsWith("/")) return name;
  if (name === "" || name === "." || name === ".." || /[/\0]/.test(name)) return undefined;
  return join(directory, name);
}

/** Names of a directory's scripts that can be run: executable files that are not hidden, sorted by name. */
export function listScripts(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => !name.startsWith(".") && isExecutable(join(directory, name)))
      .sort();
  } catch {
    // A directory that is missing or closed to us holds no scripts.
    return [];
  }
}

/** Whether there is a file that may be executed by somebody. */
export function isExecutable(path: string): boolean {
  const file = statSync(path, { throwIfNoEntry: false });
  return file?.isFile() === true && (file.mode & 0o111) !== 0;
}
