import { readFileSync } from "node:fs";

/** The groups of which the system's group file lists an account as a member; its primary group is none of them. */
export function groupsOf(account: string): string[] {
  return groupLines().flatMap((line) => {
    const [name = "", , , members = ""] = line.split(":");
    return members.split(",").includes(account) ? [name] : [];
  });
}

function groupLines(): string[] {
  try {
    return readFileSync("/etc/group", "utf8").split("\n");
  } catch {
    // A system without such a file has no such groups.
    return [];
  }
}
