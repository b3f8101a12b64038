/** A resource's role. The numbers order the roles: Unknown < Stopped < Started < Unpromoted < Promoted. */
export const Role = { Unknown: 0, Stopped: 1, Started: 2, Unpromoted: 3, Promoted: 4 } as const;
export type Role = (typeof Role)[keyof typeof Role];

const roleTexts = ["Unknown", "Stopped", "Started", "Unpromoted", "Promoted"] as const;

/** The word that status texts and summaries print for a role. */
export function roleText(role: Role): (typeof roleTexts)[number] {
  return roleTexts[role];
}

const rolesByText = new Map<string, Role>([
  ["stopped", Role.Stopped],
  ["started", Role.Started],
  ["unpromoted", Role.Unpromoted],
  ["slave", Role.Unpromoted],
  ["promoted", Role.Promoted],
  ["master", Role.Promoted],
]);

/** Reads a role name, case-insensitively, the older names `Master` and `Slave` included. */
export function parseRole(text: string): Role | undefined {
  return rolesByText.get(text.toLowerCase());
}
