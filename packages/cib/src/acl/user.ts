/** Somebody who asks to read or to change a document. */
export interface AclUser {
  /** The account's name. */
  readonly name: string;
  /** Groups of which the account is an additional member; its primary group does not count. */
  readonly groups?: readonly string[];
}

/** Accounts that no rule concerns. */
const EXEMPT: ReadonlySet<string> = new Set(["", "root", "hacluster"]);

/** Whether access control concerns a user at all. Source: Pacemaker Explained, "Access Control Lists (ACLs)". */
export function isSubject(user: AclUser): boolean {
  return !EXEMPT.has(user.name);
}
