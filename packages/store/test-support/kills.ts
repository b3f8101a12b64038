import { killWriters } from "./kill-writers.js";

/** `npm run kills -w packages/store -- --kills N` */
const [option, count] = process.argv.slice(2);
const kills = option === "--kills" ? Number(count) : 1000;
if (!Number.isInteger(kills) || kills < 1) throw new Error("usage: --kills N");
console.log(JSON.stringify(await killWriters(kills, console.log), null, 2));
