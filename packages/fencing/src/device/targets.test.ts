import { expect, test } from "vitest";
import { parseHostMap, parseTargetList } from "./targets.js";

const list = (text: string): string[] => [...parseTargetList(text)];
const map = (text: string) => Object.fromEntries(parseHostMap(text));

test("names are separated by white space, commas and semicolons, and end where a name can't go on", () => {
  expect(list("a1,b 1;b2\nc(3) on OFF x@y\nthis invalid line z\nd4\\nE5")).toEqual([
    "a1",
    "b",
    "1",
    "b2",
    "c",
    "x",
    "d4",
    "e5",
  ]);
  expect(list("(x) ,; \n")).toEqual([]);
});

test("a map takes a node to its port, by colon or equals sign", () => {
  expect(map(" n1:7;N2=8\tn3=5:6 n4:2,3")).toEqual({ n1: "7", n2: "8", n3: "5:6", n4: "2,3" });
});

test("the last entry for a node counts, and what is no entry is passed over", () => {
  expect(map("n1:1;N1:2;;:3;n4;n5:")).toEqual({ n1: "2" });
});

test("nothing takes a blank's meaning away", () => {
  expect(map("k1:a\\ b")).toEqual({ k1: "a\\" });
});
