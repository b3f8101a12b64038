import { element, type XmlElement } from "../../xml/tree.js";
import type { Alert, AlertRecipient, AlertSelection } from "../alerts.js";
import { attributesOf } from "./attributes.js";
import { writeSettings } from "./pairs.js";

/** Writes an `alert`. */
export function writeAlert(alert: Alert): XmlElement {
  const { id, description, path, select, recipients } = alert;
  return element("alert", attributesOf({ id, description, path }), [
    ...writeSettings(alert),
    ...writeSelection(id, select),
    ...recipients.map(writeRecipient),
  ]);
}

function writeRecipient(recipient: AlertRecipient): XmlElement {
  const { id, description, value, select } = recipient;
  return element("recipient", attributesOf({ id, description, value }), [
    ...writeSettings(recipient),
    ...writeSelection(id, select),
  ]);
}

/** @param owner the id of the alert or recipient, from which ids are made for the names of attributes */
function writeSelection(owner: string, selection: AlertSelection | undefined): readonly XmlElement[] {
  if (selection === undefined) return [];
  const { nodes, fencing, resources, attributes } = selection;
  const children: XmlElement[] = [];
  if (nodes) children.push(element("select_nodes"));
  if (fencing) children.push(element("select_fencing"));
  if (resources) children.push(element("select_resources"));
  if (attributes !== undefined) {
    const names = attributes.map((name, index) =>
      element("attribute", { id: `${owner}-select-${index + 1}`, name }),
    );
    children.push(element("select_attributes", {}, names));
  }
  return [element("select", {}, children)];
}
