import 'server-only';
import { readApplyResults } from '../change/records/results';
import { incidents } from '../incidents/incidents';
import { renderMetrics } from '../metrics/registry';
import { hub } from '../sampler/hub';
import { VERSION } from '../version';
import { vmagentRequests } from '../vmagent/http';
import { live } from './live';

/** What the panel says about itself and about the verdict, as Prometheus text. Takes no reading of its own. */
export async function readPanelMetrics(): Promise<{ contentType: string; text: string }> {
  const { delivery, buffer, verdict } = hub().snapshot();
  return renderMetrics({
    version: VERSION,
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
