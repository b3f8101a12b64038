import { writeFileSync } from "node:fs";
import { formatXml, type XmlElement } from "@sanode/cib";

/** A document as it is written to a file. */
export function documentText(cib: XmlElement): string {
  return formatXml(cib, { indent: true });
}

/** Writes a file. Returns null, or the system's code of what went wrong (`ENOENT`, ...). */
export function tryWriteFile(path: string, text: string): string | null {
  try {
    writeFileSync(path, text, { mode: 0o640 });
    return null;
  } catch (error) {
    return systemErrorCode(error);
  }
}

/** The system's code of what went wrong; `EIO` if it gave none. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "EIO";
}

const TEXTS: Readonly<Record<string, string>> = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  EPERM: "Operation not permitted",
  EISDIR: "Is a directory",
  ENOTDIR: "Not a directory",
  ENOSPC: "No space left on device",
  EROFS: "Read-only file system",
};

/** What a system error is called by people. */
export function systemErrorText(code: string): string {
  return TEXTS[code] ?? code;
}
