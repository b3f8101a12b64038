import type { Output } from "../src/command/output.js";

/** What a command told, and how it ended. */
export interface Told {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command with its texts kept. */
export async function run(
  command: (args: readonly string[], output: Output) => Promise<number>,
  ...args: string[]
): Promise<Told> {
  const output: string[] = [];
  const errors: string[] = [];
  const status = await command(args, {
    line: (text) => void output.push(`${text}\n`),
    verbatim: (text) => void output.push(text),
    error: (text) => void errors.push(`${text}\n`),
    flush: () => {},
  });
  return { status, output: output.join(""), errors: errors.join("") };
}

/** A document with two online nodes, n1 and n2. */
export function cibText(
  resources: string,
  attributes = 'validate-with="pacemaker-4.0"',
  constraints = "",
): string {
  return `<cib ${attributes} admin_epoch="0" epoch="3" num_updates="0" have-quorum="1">
  <configuration>
    <crm_config>
      <cluster_property_set id="o"><nvpair id="o-fencing" name="fencing-enabled" value="false"/></cluster_property_set>
    </crm_config>
    <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
    <resources>${resources}</resources>
    <constraints>${constraints}</constraints>
  </configuration>
  <status>
    <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"/>
    <node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member"/>
  </status>
</cib>
`;
}

export const WEB = '<primitive id="web" class="ocf" provider="heartbeat" type="apache"/>';
