import type { Endpoints } from "./endpoints.js";

/** The demo's nodes; the first one is preferred. */
export const NODES = ["alpha", "beta", "gamma"] as const;

export const PREFERRED = NODES[0];
export const PREFERENCE = 50;
export const STICKINESS = 100;

/** The classic pair: an address and what is served there, always together. */
export function configuration({ address, front, back }: Endpoints): string {
  return `<cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0">
  <configuration>
    <crm_config>
      <cluster_property_set id="cib-bootstrap-options">
        <nvpair id="option-fencing-enabled" name="fencing-enabled" value="false"/>
      </cluster_property_set>
    </crm_config>
    <nodes/>
    <resources>
      <primitive id="address" class="ocf" provider="sanode" type="address">
        <instance_attributes id="address-parameters">
          <nvpair id="address-ip" name="ip" value="${address}"/>
          <nvpair id="address-port" name="port" value="${front}"/>
          <nvpair id="address-target_ip" name="target_ip" value="${address}"/>
          <nvpair id="address-target_port" name="target_port" value="${back}"/>
        </instance_attributes>
        <operations>
          <op id="address-monitor" name="monitor" interval="5s" timeout="20s"/>
        </operations>
      </primitive>
      <primitive id="site" class="ocf" provider="sanode" type="website">
        <instance_attributes id="site-parameters">
          <nvpair id="site-address" name="address" value="${address}"/>
          <nvpair id="site-port" name="port" value="${back}"/>
          <nvpair id="site-title" name="title" value="sanode demo"/>
          <nvpair id="site-text" name="text" value="This site outlives its node."/>
        </instance_attributes>
        <operations>
          <op id="site-monitor" name="monitor" interval="5s" timeout="20s"/>
        </operations>
      </primitive>
    </resources>
    <constraints>
      <rsc_colocation id="site-with-address" rsc="site" with-rsc="address" score="INFINITY"/>
      <rsc_order id="address-before-site" first="address" then="site"/>
      <rsc_location id="site-prefers-${PREFERRED}" rsc="site" node="${PREFERRED}" score="${PREFERENCE}"/>
    </constraints>
    <rsc_defaults>
      <meta_attributes id="defaults">
        <nvpair id="default-stickiness" name="resource-stickiness" value="${STICKINESS}"/>
      </meta_attributes>
    </rsc_defaults>
  </configuration>
</cib>
`;
}
