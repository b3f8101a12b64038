import { type Draft, forEachDraft } from "../draft.js";
import type { Notes } from "../notes.js";

const ROLES: ReadonlySet<string> = new Set(["Stopped", "Started", "Slave", "Master"]);
const ROLE_ATTRIBUTES = ["role", "rsc-role", "with-rsc-role"];

/** Roles and scores could be written in small letters. */
export function convertSpellings(configuration: Draft, notes: Notes): void {
  forEachDraft(configuration, (draft) => {
    for (const name of ROLE_ATTRIBUTES) respell(draft, name, roleOf(draft.attributes[name]), notes);
    respell(draft, "score", scoreOf(draft.attributes.score), notes);
  });
}

function respell(draft: Draft, name: string, value: string | undefined, notes: Notes): void {
  const old = draft.attributes[name];
  if (value === undefined || value === old) return;
  draft.attributes[name] = value;
  notes.inform(`${draft.name}: ${draft.attributes.id}: ${name} is ${value}, for ${old}`);
}

function roleOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const role = text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
  return ROLES.has(role) ? role : undefined;
}

function scoreOf(text: string | undefined): string | undefined {
  return text !== undefined && /^[+-]?infinity$/i.test(text) ? text.toUpperCase() : undefined;
}
