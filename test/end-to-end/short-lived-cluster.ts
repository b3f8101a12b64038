import { readFileSync } from "node:fs";
import { Cluster, ProcessHost } from "@sanode/controller";

// A program for tests: a cluster of one node that is not stopped before its process ends.
//
//   short-lived-cluster CIB AGENTS exit|exception|wait

const [cib = "", agents = "", end] = process.argv.slice(2);
const host = new ProcessHost({ agentDirectories: [agents] });
const cluster = new Cluster({ configuration: readFileSync(cib, "utf8"), nodes: ["n1"], host });
cluster.start();
await cluster.settled();
console.log(`${host.directory} ${host.mark("n1")}`);
if (end === "exit") process.exit(3);
if (end === "exception") throw new Error("as asked");
