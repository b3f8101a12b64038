import { plainBlock } from "./blocks.js";
import { any, atMostOne, type ElementType, optional, required } from "./grammar.js";

const BLOCKS = [any("meta_attributes", plainBlock), any("instance_attributes", plainBlock)];

const recipient: ElementType = {
  attributes: { id: required("id"), value: required("text"), description: optional("text") },
  children: BLOCKS,
};

const attributeName: ElementType = { attributes: { id: required("id"), name: required("text") } };

const selection: ElementType = {
  children: [
    atMostOne("select_nodes", {}),
    atMostOne("select_fencing", {}),
    atMostOne("select_resources", {}),
    atMostOne("select_attributes", { children: [any("attribute", attributeName)] }),
  ],
};

const alert: ElementType = {
  attributes: { id: required("id"), path: required("text"), description: optional("text") },
  children: [...BLOCKS, any("recipient", recipient), atMostOne("select", selection, { since: "2.10" })],
};

export const alerts: ElementType = { section: "alerts", children: [any("alert", alert)] };
