import 'server-only';
import { component } from '@/lib/pipeline/components';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import type { Texts } from '../change/records/texts';
import { env } from '../env';
import { variablesIn } from '../stack/settings';

/** Where the panel reaches an exporter's metrics; asking one of a cloud may be a collection that costs. */
export function exporterAddress(job: ScrapeJob, texts: Texts): string {
  const variable = variablesIn(texts);
  const { port } = component(job);
  if (job === 'weir') return 'here';
  if (job === 'vmagent') return `${env().vmagentUrl}/metrics`;
  if (job === 'node-exporter') {
    // In the network of the host, on the address that vmagent reaches it by.
    const host = variable('NODE_EXPORTER_LISTEN_IP') || '172.17.0.1';
    return `http://${host}:${portOf(variable(port.variable), port.inside)}/metrics`;
  }
  const isOnNetwork = new URL(env().vmagentUrl).hostname === 'vmagent';
  return isOnNetwork
    ? `http://${job}:${port.inside}/metrics`
    : `http://127.0.0.1:${portOf(variable(port.variable), port.inside)}/metrics`;
}

function portOf(text: string, otherwise: number): number {
  return /^\d{1,5}$/.test(text) ? Number(text) : otherwise;
}
