import { randomUUID } from "node:crypto";
import { closeSync, existsSync, openSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where Linux keeps files in memory only. */
const MEMORY = "/dev/shm";

/**
 * A file without a name that holds a text, to be the standard input of a child. Returns its descriptor, to be closed as
 * soon as the child has it.
 *
 * A child can open it by the name /dev/stdin, which it cannot do with the sockets that Node takes for pipes; there is no
 * limit to what waits in it, and nobody has to keep writing. The name goes before anything is written, so that a
 * password never has one.
 */
export function openInputFile(text: string): number {
  const path = join(existsSync(MEMORY) ? MEMORY : tmpdir(), `sanode-input-${randomUUID()}`);
  const file = openSync(path, "wx+", 0o600);
  try {
    unlinkSync(path);
    const bytes = Buffer.from(text);
    // At a position of its own, so that reading begins at the start.
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, at);
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}
