/** A document that has everything a view knows. */
export const FULL = `<cib crm_feature_set="3.20.5" validate-with="pacemaker-4.0" admin_epoch="1" epoch="2" num_updates="3"
    have-quorum="true" dc-uuid="1" cib-last-written="today" update-origin="n1" update-client="crmd" update-user="root"
    remote-tls-port="5560" remote-clear-port="5561" execution-date="1700000000">
  <configuration>
    <crm_config>
      <cluster_property_set id="options" score="INFINITY">
        <rule id="r" boolean-op="or">
          <date_expression id="d1" operation="date_spec"><date_spec id="s1" hours="9-17" weekdays="1-"/></date_expression>
          <date_expression id="d2" operation="in_range" start="2024-01-01"><duration id="du1" hours="36"/></date_expression>
          <date_expression id="d3" operation="gt" start="2024-01-01"/>
          <date_expression id="d4" operation="lt" end="2034-01-01"/>
          <rule id="inner"><expression id="e1" attribute="a" operation="eq" value="v" type="version" value-source="meta"/></rule>
          <rule id-ref="inner"/>
        </rule>
        <nvpair id="o1" name="batch-limit" value="30"/><nvpair id-ref="o2"/>
      </cluster_property_set>
      <cluster_property_set id="more"><nvpair id="o2" name="&lt;odd&gt;" value="&quot;&amp;&#10;"/></cluster_property_set>
      <cluster_property_set id-ref="options"/>
    </crm_config>
    <nodes>
      <node id="1" uname="n1" description="first" score="-5">
        <instance_attributes id="n1a"><nvpair id="n1a1" name="rack" value="r1"/></instance_attributes>
        <utilization id="n1u"><nvpair id="n1u1" name="cpu" value="4"/></utilization>
      </node>
      <node id="2" uname="n2" type="remote"/>
    </nodes>
    <resources>
      <template id="t" class="lsb" type="script"><operations id="t-ops"><op id="to" name="start" interval="0" timeout="1min"/></operations></template>
      <primitive id="p" template="t" description="d">
        <instance_attributes id="pa"><nvpair id="pa1" name="x" value="1"/></instance_attributes>
        <instance_attributes id-ref="pa"/>
        <meta_attributes id="pm" score="1"><nvpair id="pm1" name="target-role" value="Stopped"/></meta_attributes>
        <utilization id="pu"><nvpair id="pu1" name="cpu" value="2"/></utilization>
        <operations>
          <op id="po" name="monitor" interval="10s" timeout="20s" start-delay="5s" enabled="false" record-pending="true" role="Promoted" on-fail="standby" description="look">
            <meta_attributes id="pom"><nvpair id="pom1" name="k" value="v"/></meta_attributes>
          </op>
        </operations>
      </primitive>
      <primitive id="q" class="ocf" provider="heartbeat" type="Dummy"><operations id-ref="t-ops"/></primitive>
      <group id="g"><primitive id="g1" class="systemd" type="unit"/><primitive id="g2" class="stonith" type="fence_a"/></group>
      <clone id="c"><meta_attributes id="cm"><nvpair id="cm1" name="promotable" value="true"/></meta_attributes>
        <group id="cg"><primitive id="cg1" class="service" type="s"/></group></clone>
      <bundle id="b"><podman image="i" replicas="3" replicas-per-host="1" promoted-max="1" run-command="r" network="host" options="o"/>
        <network ip-range-start="10.0.0.1" control-port="9999" host-interface="eth0" host-netmask="24" add-host="false">
          <port-mapping id="m1" port="80" internal-port="8080"/><port-mapping id="m2" range="90-99"/>
        </network>
        <storage><storage-mapping id="s2" source-dir-root="/r" target-dir="/t" options="ro"/><storage-mapping id="s3" source-dir="/s" target-dir="/u"/></storage>
        <primitive id="b1" class="ocf" provider="pacemaker" type="Dummy"/></bundle>
    </resources>
    <constraints>
      <rsc_location id="l1" rsc="p" role="Started" node="n1" score="-INFINITY" resource-discovery="never"/>
      <rsc_location id="l2" rsc-pattern="^q"><rule id="lr" role="Promoted" score-attribute="pref"><expression id="e2" attribute="#uname" operation="defined"/></rule></rsc_location>
      <rsc_location id="l3" node="n2" score="10"><resource_set id="ls"><resource_ref id="p"/><resource_ref id="q"/></resource_set></rsc_location>
      <rsc_location id="l4" rsc="g"><rule id="lr4" score="7"><rsc_expression id="e3" class="ocf" provider="a" type="b"/><op_expression id="e4" name="start" interval="0"/></rule></rsc_location>
      <rsc_colocation id="c1" rsc="p" with-rsc="q" rsc-role="Started" with-rsc-role="Promoted" node-attribute="rack" score="5" influence="true"/>
      <rsc_colocation id="c2" score="INFINITY"><resource_set id="cs" sequential="false" role="Started" score="3"><resource_ref id="p"/><resource_ref id="q"/></resource_set></rsc_colocation>
      <rsc_order id="o3" first="p" then="q" first-action="promote" then-action="start" kind="Optional" symmetrical="false"/>
      <rsc_order id="o4" require-all="false" score="1"><resource_set id-ref="cs"/><resource_set id="os" require-all="false" action="stop" kind="Serialize" ordering="listed"><resource_ref id="g"/></resource_set></rsc_order>
      <rsc_ticket id="t1" rsc="p" rsc-role="Promoted" ticket="T" loss-policy="freeze"/>
      <rsc_ticket id="t2" ticket="T"><resource_set id="ts"><resource_ref id="q"/></resource_set></rsc_ticket>
    </constraints>
    <rsc_defaults><meta_attributes id="rd"><nvpair id="rd1" name="resource-stickiness" value="100"/></meta_attributes></rsc_defaults>
    <op_defaults><meta_attributes id="od"><nvpair id="od1" name="timeout" value="60s"/></meta_attributes></op_defaults>
    <fencing-topology>
      <fencing-level id="f1" target="n1" index="1" devices="g2,g1"/><fencing-level id="f2" target-pattern="n.*" index="2" devices="g2"/>
      <fencing-level id="f3" target-attribute="rack" target-value="r1" index="9" devices="g2"/>
    </fencing-topology>
    <acls>
      <acl_role id="role1" description="d"><acl_permission id="ap1" kind="read" xpath="//nodes"/><acl_permission id="ap2" kind="write" reference="p" description="d"/>
        <acl_permission id="ap3" kind="deny" object-type="nvpair" attribute="name"/></acl_role>
      <acl_target id="u1" name="alice"><role id="role1"/></acl_target><acl_target id="u2"/><acl_group id="u3"><role id="role1"/></acl_group>
    </acls>
    <tags><tag id="tag1"><obj_ref id="p"/><obj_ref id="q"/></tag></tags>
    <alerts>
      <alert id="a1" path="/a" description="d"><meta_attributes id="am"><nvpair id="am1" name="timeout" value="5s"/></meta_attributes>
        <select><select_nodes/><select_fencing/><select_attributes><attribute id="as1" name="load"/></select_attributes></select>
        <recipient id="ar" value="someone" description="d"><instance_attributes id="ari"><nvpair id="ari1" name="k" value="v"/></instance_attributes></recipient></alert>
    </alerts>
  </configuration>
  <status>
    <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member" crm-debug-origin="me" node_fenced="0">
      <transient_attributes id="1"><instance_attributes id="s-1"><nvpair id="s-1-x" name="x" value="y"/></instance_attributes></transient_attributes>
      <lrm id="1"><lrm_resources><lrm_resource id="p" class="lsb" type="script" container="b" shutdown-lock="5">
        <lrm_rsc_op id="p_last_0" operation_key="p_start_0" operation="start" interval="0" call-id="3" rc-code="0" op-status="0"
          exit-reason="" transition-key="1:2:0:u" transition-magic="0:0;1:2:0:u" on_node="n1" last-rc-change="1" exec-time="2"
          queue-time="3" op-digest="d" op-restart-digest="r" op-force-restart=" x " op-secure-digest="s" migrate_source="n1" migrate_target="n2"/>
      </lrm_resource></lrm_resources></lrm>
    </node_state>
    <node_state id="2" uname="n2" remote_node="true"/>
    <tickets><ticket_state id="T" granted="true" standby="false" last-granted="9" colour="red"/></tickets>
  </status>
</cib>`;
