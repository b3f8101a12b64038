const BEGIN = "### BEGIN INIT INFO";
const END = "### END INIT INFO";

/** The fields of the comment block, in the order in which they are shown. */
const FIELDS = [
  "Provides",
  "Required-Start",
  "Required-Stop",
  "Should-Start",
  "Should-Stop",
  "Default-Start",
  "Default-Stop",
] as const;

/**
 * Meta-data for an init script, made from its comment block. Values keep their leading blanks and their ends of line, as
 * Pacemaker's tools print them.
 * Source: Linux Standard Base Core, "Comment Conventions for Init Scripts".
 */
export function lsbMetadata(type: string, script: string): string {
  const fields = readFields(script);
  const field = (name: string): string => escapeXml(fields.get(name) ?? "");
  const special = FIELDS.map((name) => `    <${name}>${field(name)}</${name}>\n`).join("");
  return `<?xml version='1.0'?>
<resource-agent name='${escapeXml(type).replace(/'/g, "&apos;")}' version='0.1'>
  <version>1.1</version>
  <longdesc lang='en'>
${escapeXml(fields.get("Description") ?? type)}  </longdesc>
  <shortdesc lang='en'>${escapeXml(fields.get("Short-Description") ?? type)}</shortdesc>
  <parameters/>
  <actions>
    <action name='meta-data' timeout='5s' />
    <action name='start' timeout='15s' />
    <action name='stop' timeout='15s' />
    <action name='status' timeout='15s' />
    <action name='restart' timeout='15s' />
    <action name='force-reload' timeout='15s' />
    <action name='monitor' timeout='15s' interval='15s' />
  </actions>
  <special tag='LSB'>
${special}  </special>
</resource-agent>
`;
}

/** The first occurrence of each field; a description may go on over several lines. */
function readFields(script: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const lines = commentBlock(script);
  for (let at = 0; at < lines.length; at += 1) {
    const match = /^# ([A-Z][A-Za-z-]*):(.*)$/.exec(lines[at] ?? "");
    const [, name = "", value = ""] = match ?? [];
    if (match === null || fields.has(name)) continue;
    let text = `${value}\n`;
    while (name === "Description" && /^#(?: {2}|\t)/.test(lines[at + 1] ?? "")) {
      at += 1;
      text += `${(lines[at] ?? "").slice(1)}\n`;
    }
    fields.set(name, text);
    // The line that ends a description is passed over, whatever it says, as Pacemaker's tools do.
    if (name === "Description") at += 1;
  }
  return fields;
}

function commentBlock(script: string): readonly string[] {
  const lines = script.split("\n");
  const begin = lines.findIndex((line) => line.startsWith(BEGIN));
  if (begin < 0) return [];
  const rest = lines.slice(begin + 1);
  const end = rest.findIndex((line) => line.startsWith(END) || !line.startsWith("#"));
  return end < 0 ? rest : rest.slice(0, end);
}

/** What XML cannot say becomes a blank. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}
