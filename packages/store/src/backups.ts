import type { FileEntry, Files } from "./files/files.js";
import { backupNumber, isBackup, NEXT_BACKUP } from "./layout.js";

/** Where the row of backups stands. */
export interface BackupRow {
  /** The number that the next backup gets. */
  readonly next: number;
  /** Files with earlier documents, newest first. */
  readonly newestFirst: readonly string[];
  /** The numbers that are taken. */
  readonly numbers: readonly number[];
}

/**
 * Reads the row of backups.
 *
 * They are numbered in the order of time, from 0 again when the row is full. So the newest is the one before the next
 * number, whatever clocks say: they may have been set back, and a copy of a directory has the times of the copying. Only
 * where the next number cannot be read, and for files that have no number, time decides, as it does for Pacemaker.
 */
export async function readBackups(files: Files): Promise<BackupRow> {
  const entries = (await files.list()).filter(({ name, kind }) => kind === "file" && isBackup(name));
  const byTime = [...entries].sort(latestFirst);
  const numbered = byTime.flatMap(({ name }) => backupNumber(name) ?? []);
  const unnumbered = byTime.filter(({ name }) => backupNumber(name) === null).map(({ name }) => name);
  const latest = numbered[0];
  const written = await readNext(files);
  const next = written ?? (latest === undefined ? 0 : latest + 1);
  const size = Math.max(next, ...numbered) + 1;
  const age = (number: number): number => (next - 1 - number + size) % size;
  const inOrder = written === null ? numbered : [...numbered].sort((a, b) => age(a) - age(b));
  const nameOf = new Map(entries.map(({ name }) => [backupNumber(name), name]));
  const newestFirst = [...inOrder.flatMap((number) => nameOf.get(number) ?? []), ...unnumbered];
  return { next, newestFirst, numbers: numbered };
}

function latestFirst(a: FileEntry, b: FileEntry): number {
  if (a.changed === b.changed) return 0;
  return a.changed < b.changed ? 1 : -1;
}

async function readNext(files: Files): Promise<number | null> {
  const content = await files.read(NEXT_BACKUP);
  if (content.kind !== "content") return null;
  const text = new TextDecoder().decode(content.bytes).trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
