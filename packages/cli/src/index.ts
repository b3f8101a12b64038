/**
 * The library behind the command, one namespace a package: `import { pengine } from "sanode"`.
 *
 * @packageDocumentation
 */
export * as cib from "@sanode/cib";
export * as controller from "@sanode/controller";
export * as lrm from "@sanode/lrm";
export * as pengine from "@sanode/pengine";
export * as ra from "@sanode/ra";
export * as tengine from "@sanode/tengine";
