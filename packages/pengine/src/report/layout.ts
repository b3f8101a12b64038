/** A title with items below it; items may be lists again. */
export interface TextList {
  readonly title: string;
  readonly items: readonly TextItem[];
}

export type TextItem = string | TextList;

/**
 * Fancy text has titles, bullets and indents; plain text is the bare items (score lines with `-sQ`).
 */
export type TextStyle = "fancy" | "plain";

/** Lists one below the other, a blank line between those of the top two depths that ask for it. */
export function formatList(list: TextList, style: TextStyle = "fancy", depth = 0): string[] {
  const lines: string[] = [];
  if (style === "fancy") lines.push(`${bullet(depth)}${list.title}:`);
  for (const item of list.items) {
    if (typeof item !== "string") lines.push(...formatList(item, style, depth + 1));
    else lines.push(style === "fancy" ? `${bullet(depth + 1)}${item}` : item);
  }
  return lines;
}

/** A list of sections: a blank line stands between them. */
export function formatSections(title: string, sections: readonly TextList[]): string[] {
  const lines = [`${title}:`];
  for (const [position, section] of sections.entries()) {
    if (position > 0) lines.push("");
    lines.push(...formatList(section, "fancy", 1));
  }
  return lines;
}

function bullet(depth: number): string {
  return depth === 0 ? "" : `${"  ".repeat(depth)}* `;
}
