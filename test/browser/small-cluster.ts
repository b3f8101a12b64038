import { formatXml, parseXml, upgradeCib } from "@sanode/cib";
import { formatDot, formatGraph } from "@sanode/pengine";
import { describeUpgrade, SimulationSession, TextReport } from "@sanode/tengine";

/** What the library says of a cluster: the same texts wherever it runs. */
export interface Answers {
  readonly report: string;
  readonly scores: string;
  readonly graph: string;
  readonly dot: string;
  /** The document after the simulated transition. */
  readonly revised: string;
}

/** Reads, upgrades, schedules and simulates {@link cluster}; nothing here may need more than the language itself. */
export function answers(): Answers {
  const { cib, warnings } = upgradeCib(parseXml(cluster));
  const options = { clock: 1_700_000_000 };
  const report = warnings.map(describeUpgrade);
  const session = new SimulationSession(cib, options, new TextReport({}, ({ text }) => report.push(text)));
  session.showStatus();
  const { state, graph } = session.schedule();
  const texts = { graph: formatGraph(graph), dot: formatDot(state, graph) };
  session.showSummary();
  session.execute();

  const scores: string[] = [];
  const quietly = new TextReport({ quiet: true, showScores: true }, ({ text }) => scores.push(text));
  new SimulationSession(cib, { ...options, showsPlacement: true }, quietly).schedule();
  return { ...texts, report: report.join("\n"), scores: scores.join("\n"), revised: formatXml(session.cib) };
}

/** An older document, so that it is upgraded; one node is to be fenced, a parameter and a name want escaping. */
const cluster = `
<cib crm_feature_set="3.0.9" validate-with="pacemaker-2.0" epoch="7" num_updates="1" admin_epoch="0"
     have-quorum="1" dc-uuid="1">
  <configuration>
    <crm_config>
      <cluster_property_set id="options">
        <nvpair id="options-quorum" name="no-quorum-policy" value="ignore"/>
        <nvpair id="options-fencing" name="stonith-enabled" value="true"/>
      </cluster_property_set>
    </crm_config>
    <nodes>
      <node id="1" uname="atria"/>
      <node id="2" uname="ventricle"/>
      <node id="3" uname="würfel"/>
    </nodes>
    <resources>
      <primitive id="shooter" class="stonith" type="fence_dummy"/>
      <group id="web">
        <primitive id="address" class="ocf" provider="heartbeat" type="IPaddr2">
          <instance_attributes id="address-parameters">
            <nvpair id="address-ip" name="ip" value="192.0.2.10"/>
          </instance_attributes>
          <operations><op id="address-monitor" name="monitor" interval="10s"/></operations>
        </primitive>
        <primitive id="site" class="ocf" provider="heartbeat" type="apache">
          <instance_attributes id="site-parameters">
            <nvpair id="site-text" name="text" value="&lt;Grüße&gt; &amp; &quot;more&quot;"/>
          </instance_attributes>
        </primitive>
      </group>
      <clone id="everywhere">
        <primitive id="ping" class="ocf" provider="pacemaker" type="ping">
          <operations><op id="ping-monitor" name="monitor" interval="1min"/></operations>
        </primitive>
      </clone>
    </resources>
    <constraints>
      <rsc_location id="prefers" rsc="web" node="ventricle" score="100"/>
      <rsc_order id="first-ping" first="everywhere" then="web"/>
    </constraints>
  </configuration>
  <status>
    <node_state id="1" uname="atria" in_ccm="true" crmd="online" join="member" expected="member"/>
    <node_state id="2" uname="ventricle" in_ccm="true" crmd="online" join="member" expected="member"/>
    <node_state id="3" uname="würfel" in_ccm="false" crmd="offline" join="member" expected="member"/>
  </status>
</cib>`;
