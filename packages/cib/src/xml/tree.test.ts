import { describe, expect, test } from "vitest";
import { parseXml } from "./parse.js";
import { descendants, ElementIndex, elements, elementsNamed, firstElement } from "./tree.js";

const root = parseXml('<r><a id="1"><b id="2"/></a>text<!--c--><b id="1"/><b id="1" second="yes"/></r>');

describe("child elements", () => {
  test("are found in document order, by name or all", () => {
    expect(elements(root).map((child) => child.name)).toEqual(["a", "b", "b"]);
    expect(elementsNamed(root, "b").map((child) => child.attributes.second)).toEqual([undefined, "yes"]);
    expect(firstElement(root, "b")).toBe(elements(root)[1]);
    expect(firstElement(root, "x")).toBeUndefined();
  });

  test("are not copied where there is nothing else", () => {
    const only = parseXml("<r><a/><b/></r>");
    expect(elements(only)).toBe(only.children);
  });
});

test("descendants come in document order, the element itself first", () => {
  expect([...descendants(root)].map((current) => current.name)).toEqual(["r", "a", "b", "b", "b"]);
});

describe("an index by id", () => {
  const index = new ElementIndex(root);

  test("finds the first element of a name, or of any", () => {
    expect(index.find("a", "1")?.name).toBe("a");
    expect(index.find("b", "1")).toBe(elements(root)[1]);
    expect(index.findAny("1")?.name).toBe("a");
    expect(index.findAny("2")?.name).toBe("b");
  });

  test("finds nothing where there is nothing", () => {
    expect(index.find("c", "1")).toBeUndefined();
    expect(index.findAny("__proto__")).toBeUndefined();
  });
});
