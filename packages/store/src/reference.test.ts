import { spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { element, firstElement, formatXml, parseXml } from "@sanode/cib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { documentOf, epochOf } from "../test-support/documents.js";
import { checkStore, openStore } from "./index.js";

const reference = process.env.SANODE_REFERENCE ?? "";
const scratch = mkdtempSync(join(tmpdir(), "sanode-reference-"));
const directory = join(scratch, "cib");
/** The user as whom Pacemaker runs, in these tests. */
const USER = 189;

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/**
 * Runs a shell script where our directory is Pacemaker's, in namespaces of its own, so that nothing outside sees it. The
 * script has `cibadmin` for the live document, and `based` to start a daemon on a directory.
 */
function withPacemaker(script: string) {
  writeFileSync(
    join(scratch, "passwd"),
    `root:x:0:0::/root:/bin/sh\nhacluster:x:${USER}:${USER}::/:/bin/false\n`,
  );
  writeFileSync(join(scratch, "group"), `root:x:0:\nhaclient:x:${USER}:\n`);
  const setUp = `set -e
    mount --bind ${scratch}/passwd /etc/passwd
    mount --bind ${scratch}/group /etc/group
    mkdir -p /var/lib/pacemaker/cib /var/log/pacemaker
    mount --bind ${directory} /var/lib/pacemaker/cib
    mount -t tmpfs none /dev/shm
    live() { CIB_file=/var/lib/pacemaker/cib/cib.xml ${reference}/cibadmin "$@"; }
    `;
  const namespaces = ["--mount", "--net", "--ipc", "--pid", "--fork", "--mount-proc"];
  return spawnSync("unshare", [...namespaces, "sh", "-c", setUp + script], { encoding: "utf8" });
}

/** What a daemon finds in the directory when it starts. */
function startedWith(): string {
  const { stdout } = withPacemaker(`
    PCMK_logfile=none ${reference}/pacemaker-based -s -r /var/lib/pacemaker/cib >${scratch}/log 2>&1 &
    for try in 1 2 3 4 5 6 7 8 9 10; do
      timeout 5 ${reference}/cibadmin -Q 2>/dev/null && break
      sleep 0.3
    done
    kill $!`);
  return stdout;
}

async function write(...epochs: number[]): Promise<void> {
  const store = await openStore(directory);
  for (const epoch of epochs) await store.write(documentOf(epoch));
  await store.close();
}

const modification = (id: string): string =>
  `live -M -X '<crm_config><cluster_property_set id="${id}"/></crm_config>'`;

beforeEach(() => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o750 });
  chownSync(directory, USER, USER);
});

const canRun = existsSync(join(reference, "cibadmin")) && process.getuid?.() === 0 && withPacemakerRuns();
const hasDaemon = existsSync(join(reference, "pacemaker-based"));

function withPacemakerRuns(): boolean {
  mkdirSync(directory, { recursive: true });
  return withPacemaker("live --empty").status === 0;
}

describe.skipIf(!canRun)(
  "Pacemaker (skipped without SANODE_REFERENCE, or where namespaces are not allowed)",
  () => {
    it("takes over a directory of ours: reads it, keeps what we wrote as its next backup, and we read what it wrote", async () => {
      await write(1, 2, 3);
      const { status, stdout, stderr } = withPacemaker(`live -Q; ${modification("theirs")}`);
      expect([status, stderr]).toEqual([0, ""]);
      expect(epochOf(parseXml(stdout))).toBe(3);
      expect(readFileSync(join(directory, "cib.last"), "utf8")).toBe("4");
      expect(epochOf(parseXml(readFileSync(join(directory, "cib-3.raw"))))).toBe(3);
      const { outcome, tried, warnings } = await checkStore(directory);
      expect([outcome, warnings]).toEqual(["current", []]);
      expect(tried.map(({ file, signature }) => [file, signature])).toEqual([
        ["cib.xml", "right"],
        ["cib-3.raw", "right"],
        ["cib-2.raw", "right"],
        ["cib-1.raw", "right"],
      ]);
    });

    it("leaves what we take over: documents, backups and their numbers go on", async () => {
      writeFileSync(join(directory, "cib.xml"), formatXml(documentOf(1)));
      const { status } = withPacemaker([modification("a"), modification("b")].join("; "));
      expect(status).toBe(0);
      const store = await openStore(directory);
      expect([store.report.outcome, store.document.attributes.epoch]).toEqual(["current", "3"]);
      await store.write(documentOf(9));
      await store.close();
      const { tried } = await checkStore(directory);
      expect(tried.map(({ file, signature, version }) => [file, signature, version])).toEqual([
        ["cib.xml", "right", "0.9.0"],
        ["cib-2.raw", "right", "0.3.0"],
        ["cib-1.raw", "right", "0.2.0"],
        ["cib-0.raw", "missing", "0.1.7"],
      ]);
      for (const name of readdirSync(directory))
        expect([name, statSync(join(directory, name)).uid]).toEqual([name, USER]);
    });

    it("writes the same bytes for the same document, but for the time, and numbers backups alike", async () => {
      const text = `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="4" num_updates="0"><configuration><crm_config>
      <!-- " & ' < --><cluster_property_set id="o"><nvpair id="n" name="a" value="&lt;&quot;&amp;'&#10;é"/></cluster_property_set>
      </crm_config><nodes/><resources/><constraints/></configuration><status/></cib>`;
      writeFileSync(join(directory, "cib.xml"), text);
      writeFileSync(join(directory, "cib.last"), "98");
      const { status } = withPacemaker([modification("x"), modification("y"), modification("z")].join("; "));
      expect(status).toBe(0);
      const theirs = readFileSync(join(directory, "cib.xml"), "utf8");
      const signature = readFileSync(join(directory, "cib.xml.sig"), "utf8");
      const names = readdirSync(directory)
        .filter((name) => name !== "cib-98.raw")
        .sort();
      rmSync(directory, { recursive: true });
      mkdirSync(directory, { mode: 0o750 });
      writeFileSync(join(directory, "cib.last"), "99");
      const written = parseXml(theirs);
      const time = new Date(written.attributes["cib-last-written"] ?? "");
      const store = await openStore(directory, { now: () => time });
      for (const epoch of [1, 2]) await store.write(documentOf(epoch));
      await store.write(element("cib", written.attributes, [...written.children, element("status")]));
      await store.close();
      expect(readFileSync(join(directory, "cib.xml"), "utf8")).toBe(theirs);
      expect(readFileSync(join(directory, "cib.xml.sig"), "utf8")).toBe(signature);
      expect(readFileSync(join(directory, "cib.last"), "utf8")).toBe("2");
      expect([...readdirSync(directory), "cib-99.raw", "cib-99.raw.sig"].sort()).toEqual(
        [...names, "cib-1.raw", "cib-1.raw.sig"].sort(),
      );
    });

    it("refuses to write over a document that does not fit its signature, which we put aside", async () => {
      await write(1, 2);
      writeFileSync(join(directory, "cib.xml.sig"), "0".repeat(32));
      expect(withPacemaker(modification("a")).status).toBe(1);
      const { outcome, used } = await checkStore(directory);
      expect([outcome, used]).toEqual(["backup", "cib-1.raw"]);
    });

    it.skipIf(!hasDaemon)("starts its daemon with what we wrote", async () => {
      await write(1, 2, 3);
      const document = parseXml(startedWith());
      expect(epochOf(document)).toBe(3);
      expect(firstElement(document, "status")).toBeDefined();
    });

    it.skipIf(!hasDaemon)(
      "starts its daemon with the backup that we would use where the document is damaged",
      async () => {
        // Only one backup: Pacemaker goes by time, in whole seconds.
        await write(1, 2);
        writeFileSync(
          join(directory, "cib.xml"),
          readFileSync(join(directory, "cib.xml"), "utf8").replace('epoch="2"', 'epoch="3"'),
        );
        const { used } = await checkStore(directory);
        expect(epochOf(parseXml(startedWith()))).toBe(1);
        expect(used).toBe("cib-1.raw");
      },
    );
  },
);
