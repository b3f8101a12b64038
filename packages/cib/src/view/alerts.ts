import { z } from "zod";
import type { XmlElement } from "../xml/tree.js";
import { type Pairs, readPairs } from "./pairs.js";
import type { Reader } from "./reader.js";
import { text } from "./values.js";

/** A program that is told of events. */
export interface Alert {
  readonly id: string;
  readonly description: string | undefined;
  readonly path: string;
  readonly select: AlertSelection | undefined;
  readonly recipients: readonly AlertRecipient[];
  readonly attributes: readonly Pairs[];
  readonly meta: readonly Pairs[];
}

/** Someone or something that an alert is for. */
export interface AlertRecipient {
  readonly id: string;
  readonly description: string | undefined;
  readonly value: string;
  readonly select: AlertSelection | undefined;
  readonly attributes: readonly Pairs[];
  readonly meta: readonly Pairs[];
}

/** The kinds of events that an alert is for. */
export interface AlertSelection {
  readonly nodes: boolean;
  readonly fencing: boolean;
  readonly resources: boolean;
  /** Changes of node attributes; of certain names only if some are given. */
  readonly attributes: readonly string[] | undefined;
}

const ALERT = z.strictObject({ id: text, description: text.optional(), path: text });
const RECIPIENT = z.strictObject({ id: text, description: text.optional(), value: text });
const ATTRIBUTE = z.strictObject({ id: text, name: text });
const SELECTION = z.strictObject({});

/** Reads the `alerts` section. */
export function readAlerts(reader: Reader, section: XmlElement): readonly Alert[] {
  return reader.children(section, { alert: readAlert }).alert;
}

function readAlert(reader: Reader, alert: XmlElement): Alert | undefined {
  const values = reader.attributes(alert, ALERT);
  const children = reader.children(alert, {
    recipient: readRecipient,
    select: readSelection,
    instance_attributes: readPairs,
    meta_attributes: readPairs,
  });
  return (
    values && {
      id: values.id,
      description: values.description,
      path: values.path,
      select: children.select[0],
      recipients: children.recipient,
      attributes: children.instance_attributes,
      meta: children.meta_attributes,
    }
  );
}

function readRecipient(reader: Reader, recipient: XmlElement): AlertRecipient | undefined {
  const values = reader.attributes(recipient, RECIPIENT);
  const children = reader.children(recipient, {
    select: readSelection,
    instance_attributes: readPairs,
    meta_attributes: readPairs,
  });
  return (
    values && {
      id: values.id,
      description: values.description,
      value: values.value,
      select: children.select[0],
      attributes: children.instance_attributes,
      meta: children.meta_attributes,
    }
  );
}

function readSelection(reader: Reader, selection: XmlElement): AlertSelection | undefined {
  const children = reader.children(selection, {
    select_nodes: readKind,
    select_fencing: readKind,
    select_resources: readKind,
    select_attributes: readAttributeNames,
  });
  return (
    reader.attributes(selection, SELECTION) && {
      nodes: children.select_nodes.length > 0,
      fencing: children.select_fencing.length > 0,
      resources: children.select_resources.length > 0,
      attributes: children.select_attributes[0],
    }
  );
}

function readKind(reader: Reader, kind: XmlElement): true | undefined {
  reader.empty(kind);
  return reader.attributes(kind, SELECTION) && true;
}

function readAttributeNames(reader: Reader, kind: XmlElement): readonly string[] | undefined {
  const { attribute: names } = reader.children(kind, { attribute: readAttributeName });
  return reader.attributes(kind, SELECTION) && names;
}

function readAttributeName(reader: Reader, attribute: XmlElement): string | undefined {
  reader.empty(attribute);
  return reader.attributes(attribute, ATTRIBUTE)?.name;
}
