import { type Draft, draftChildren, draftsNamed, firstDraft, removeChildren } from "./draft.js";
import type { Notes } from "./notes.js";

const UNSUPPORTED_CLASSES: ReadonlySet<string> = new Set(["nagios", "upstart"]);

/** The attributes by which constraints name resources. */
const RESOURCE_ATTRIBUTES = ["rsc", "with-rsc", "first", "then"] as const;

interface Removal {
  /** The class of each template that is gone, by its id. */
  readonly templates: Map<string, string>;
  /** The ids of the resources that are gone. */
  readonly resources: Set<string>;
  readonly notes: Notes;
}

/** Drops the resources that cannot be run any more, with what names them in constraints. */
export function dropUnsupportedResources(configuration: Draft, notes: Notes): void {
  const resources = firstDraft(configuration, "resources");
  const constraints = firstDraft(configuration, "constraints");
  if (resources === undefined || constraints === undefined) return;
  const removal: Removal = { templates: new Map(), resources: new Set(), notes };
  removeChildren(resources, (child) => isUnsupportedTemplate(child, removal));
  removeChildren(resources, (child) => isDropped(child, removal));
  if (removal.resources.size > 0) removeChildren(constraints, (child) => isPointless(child, removal));
}

function isUnsupportedTemplate({ name, attributes }: Draft, { templates, notes }: Removal): boolean {
  const { id = "", class: standard = "" } = attributes;
  if (name !== "template" || !UNSUPPORTED_CLASSES.has(standard)) return false;
  templates.set(id, standard);
  notes.warn(`Dropping template ${id} because ${standard} resources are no longer supported`);
  return true;
}

/** Decides on a resource, after dropping what cannot stay inside it. */
function isDropped(resource: Draft, removal: Removal): boolean {
  const { id = "" } = resource.attributes;
  if (!cannotStay(resource, id, removal)) return false;
  removal.resources.add(id);
  return true;
}

function cannotStay(resource: Draft, id: string, removal: Removal): boolean {
  switch (resource.name) {
    case "primitive":
      return isUnsupportedPrimitive(resource, id, removal);
    case "bundle": {
      if (firstDraft(resource, "rkt") !== undefined) {
        removal.notes.warn(`Dropping bundle ${id} because rkt containers are no longer supported`);
        return true;
      }
      removeChildren(resource, (child) => child.name === "primitive" && isDropped(child, removal));
      return false;
    }
    case "group":
    case "clone":
    case "master": {
      removeChildren(resource, (child) => isResource(child) && isDropped(child, removal));
      if (draftChildren(resource).some(isResource)) return false;
      const kind = resource.name === "group" ? "group" : "clone";
      removal.notes.inform(`Dropping ${kind} ${id} because it would become empty`);
      return true;
    }
    default:
      return false;
  }
}

function isResource({ name }: Draft): boolean {
  return name === "primitive" || name === "group";
}

function isUnsupportedPrimitive({ attributes }: Draft, id: string, { templates, notes }: Removal): boolean {
  const { class: own, template } = attributes;
  const standard = template === undefined ? own : templates.get(template);
  if (standard === undefined || !UNSUPPORTED_CLASSES.has(standard)) return false;
  notes.warn(`Dropping resource ${id} because ${standard} resources are no longer supported`);
  return true;
}

/** Whether a constraint has nothing left to constrain, after dropping what is gone from its sets. */
function isPointless(constraint: Draft, { resources }: Removal): boolean {
  if (RESOURCE_ATTRIBUTES.some((name) => resources.has(constraint.attributes[name] ?? ""))) return true;
  const sets = draftsNamed(constraint, "resource_set");
  if (sets.length === 0) return false;
  for (const set of sets) removeChildren(set, ({ attributes: { id = "" } }) => resources.has(id));
  removeChildren(constraint, (child) => sets.includes(child) && draftChildren(child).length === 0);
  return draftsNamed(constraint, "resource_set").length === 0;
}
