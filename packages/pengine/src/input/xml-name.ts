/** Turns a text into a valid XML name: a bad first character becomes `_`, any other bad one `.`. */
export function toXmlName(text: string): string {
  return text.replace(/^[^A-Za-z_:\u0080-\uffff]/, "_").replace(/[^-A-Za-z0-9_.:\u0080-\uffff]/g, ".");
}
