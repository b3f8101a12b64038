import { fromEpoch, parseXml, type XmlElement } from "@sanode/cib";
import { type Schedule, schedule } from "@sanode/pengine";

export const NOW = 1_700_000_000;

/** A cluster of two nodes, n1 and n2, without fencing; both are online. */
export function smallCib(
  resources: string,
  more: { readonly constraints?: string; readonly n1?: string; readonly options?: string } = {},
): XmlElement {
  return parseXml(`<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="3" num_updates="0" have-quorum="1">
<configuration>
  <crm_config><cluster_property_set id="cib-bootstrap-options">
    <nvpair id="o-fencing" name="fencing-enabled" value="false"/>${more.options ?? ""}
  </cluster_property_set></crm_config>
  <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
  <resources>${resources}</resources><constraints>${more.constraints ?? ""}</constraints>
</configuration>
<status>
  <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member">${more.n1 ?? ""}</node_state>
  <node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member"/>
</status></cib>`);
}

export function primitive(id: string, inner = ""): string {
  return `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${inner}</primitive>`;
}

export function decide(cib: XmlElement): Schedule {
  return schedule(cib, { now: fromEpoch(NOW) });
}
