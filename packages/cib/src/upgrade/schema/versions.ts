/** The versions of the configuration's schema, oldest first. A set of versions is a bit mask over this list. */
export const VERSIONS = [
  "1.0",
  "1.2",
  "1.3",
  "2.0",
  "2.1",
  "2.2",
  "2.3",
  "2.4",
  "2.5",
  "2.6",
  "2.7",
  "2.8",
  "2.9",
  "2.10",
  "3.0",
  "3.1",
  "3.2",
  "3.3",
  "3.4",
  "3.5",
  "3.6",
  "3.7",
  "3.8",
  "3.9",
  "3.10",
  "4.0",
] as const;

export type Version = (typeof VERSIONS)[number];

/** The version that the library works with. */
export const LATEST: Version = "4.0";

/** All versions. */
export const ALL_VERSIONS = 2 ** VERSIONS.length - 1;

/** What `validate-with` says for a version. */
export function schemaName(version: Version): string {
  return `pacemaker-${version}`;
}

/** The version that a `validate-with` names, case-sensitively; undefined for every other text. */
export function versionOfSchema(name: string | undefined): Version | undefined {
  return VERSIONS.find((version) => schemaName(version) === name);
}

/** The mask of one version. */
export function versionBit(version: Version): number {
  return 1 << VERSIONS.indexOf(version);
}

/**
 * The parts of a configuration. Each part's grammar has revisions of its own: a change that all parts share (such
 * as one to rules) reaches a part only with its next revision.
 */
export type Section = (typeof SECTIONS)[number];

const SECTIONS = [
  "document",
  "options",
  "nodes",
  "resources",
  "constraints",
  "fencing",
  "acls",
  "tags",
  "alerts",
] as const;

/** The versions in which each part's grammar was revised. */
const REVISIONS: Readonly<Record<Section, readonly Version[]>> = {
  document: ["1.0", "1.2", "1.3", "2.5"],
  options: ["1.0", "3.0", "3.4", "3.5", "3.9", "3.10", "4.0"],
  nodes: ["1.0", "1.2", "1.3", "2.9", "3.0", "3.4", "3.5", "3.9", "3.10", "4.0"],
  resources: [
    "1.0",
    "1.2",
    "1.3",
    "2.7",
    "2.8",
    "2.9",
    "2.10",
    "3.0",
    "3.1",
    "3.2",
    "3.4",
    "3.5",
    "3.7",
    "3.9",
    "3.10",
    "4.0",
  ],
  constraints: [
    "1.0",
    "1.2",
    "2.1",
    "2.2",
    "2.3",
    "2.6",
    "2.9",
    "3.0",
    "3.5",
    "3.6",
    "3.7",
    "3.9",
    "3.10",
    "4.0",
  ],
  fencing: ["1.2", "2.4", "4.0"],
  acls: ["1.2", "2.0", "3.8"],
  tags: ["1.3", "3.3"],
  alerts: ["2.5", "2.9", "2.10", "3.5", "3.9", "3.10", "4.0"],
};

/** From which version to which, both included, something belongs to the grammar; open where nothing is said. */
export interface VersionRange {
  readonly since?: Version;
  readonly until?: Version;
}

/** For each part and version the index of the revision that is current then; -1 where the part does not exist yet. */
const CURRENT_REVISION: ReadonlyMap<Section, readonly number[]> = new Map(
  SECTIONS.map((section) => [section, currentRevisions(REVISIONS[section])]),
);

function currentRevisions(revisions: readonly Version[]): readonly number[] {
  let current = -1;
  return VERSIONS.map((version, index) => {
    if (revisions.includes(version)) current = index;
    return current;
  });
}

/** The versions in which a part's current revision lies in a range. */
export function versionMask(section: Section, { since, until }: VersionRange): number {
  if (since === undefined && until === undefined) return ALL_VERSIONS;
  const from = since === undefined ? 0 : VERSIONS.indexOf(since);
  const to = until === undefined ? VERSIONS.length : VERSIONS.indexOf(until);
  let mask = 0;
  CURRENT_REVISION.get(section)?.forEach((revision, index) => {
    if (revision >= from && revision <= to) mask |= 1 << index;
  });
  return mask;
}
