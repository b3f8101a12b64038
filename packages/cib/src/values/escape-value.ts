const escaped = `[<>&"\u0000-\u001f\u007f]`;
const special = new RegExp(escaped);
const specials = new RegExp(escaped, "g");

/** An attribute's value as Pacemaker writes it in transition graphs and in what digests are made of. */
export function escapeValue(value: string): string {
  return special.test(value) ? value.replace(specials, escapeCharacter) : value;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case "&":
      return "&amp;";
    case '"':
      return "&quot;";
    default:
      return `&#x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")};`;
  }
}
