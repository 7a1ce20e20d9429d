import 'server-only';
import { readApplyResults } from '../change/records/results';
import { incidents } from '../incidents/incidents';
import { renderMetrics } from '../metrics/registry';
import { hub } from '../sampler/hub';
import { VERSION } from '../version';
import { vmagentRequests } from '../vmagent/http';
import { live } from './live';
import { panelAddress, panelId } from './panel-self';

/** What the panel says about itself and about the verdict, as Prometheus text. Takes no reading of its own. */
export async function readPanelMetrics(): Promise<string> {
  const { delivery, buffer, verdict, targets } = hub().snapshot();
  const intervals = targets.flatMap(({ source, intervalSeconds }) =>
    source === null || intervalSeconds === null ? [] : [intervalSeconds],
  );
  return renderMetrics({
    version: VERSION,
    panel: { id: await panelId(), address: panelAddress() },
    scrapeIntervalSeconds: intervals.length === 0 ? null : Math.min(...intervals),
    deliveryState: delivery.state,
    buffer,
    verdictState: verdict.state,
    findings: verdict.findings,
    incidents: Object.values(incidents().open()).filter(({ hasBegun }) => hasBegun),
    applyResults: readApplyResults(),
    tickSeconds: live().sampler.lastTickSeconds(),
    viewers: hub().viewerCount(),
    vmagentRequests: vmagentRequests().count,
  });
}
