/** Kinds of units that a cluster can manage, by the ends of their names. */
const KINDS = [".service", ".socket", ".mount", ".timer", ".path"];

/** The full name of a unit: one that does not end in a kind is a service's (`nginx`, `tunnel@east`). */
export function unitName(type: string): string {
  return KINDS.some((kind) => type.endsWith(kind)) ? type : `${type}.service`;
}

/** The name under which a unit is asked about without being managed: a template (`tunnel@`) needs some instance. */
export function unitNameForQuestions(type: string): string {
  return unitName(type).replace(/@\.service$/, "@pacemaker.service");
}

/** The name by which a unit is listed and configured; undefined for kinds that a cluster cannot manage. */
export function typeOfUnit(name: string): string | undefined {
  if (name.endsWith(".service")) return name.slice(0, -".service".length);
  return KINDS.some((kind) => name.endsWith(kind)) ? name : undefined;
}

/** A unit's name becomes part of a path. */
export function isUnitName(name: string): boolean {
  return !/[/\0]/.test(name) && name.length < 256;
}
