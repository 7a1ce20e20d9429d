import 'server-only';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import type { Texts } from '../change/records/texts';
import { env } from '../env';
import { variablesIn } from '../stack/settings';

/** Port of each exporter on the stack's own network, and the variable with the port that is published on this host. */
const ports = {
  yace: { port: 5000, published: 'YACE_PORT' },
  'stackdriver-exporter': { port: 9255, published: 'STACKDRIVER_PORT' },
  cadvisor: { port: 8080, published: 'CADVISOR_PORT' },
} as const;

/** Where the panel reaches an exporter's metrics; asking stackdriver-exporter there is a collection that costs. */
export function exporterAddress(job: ScrapeJob, texts: Texts): string {
  const variable = variablesIn(texts);
  if (job === 'weir') return 'here';
  if (job === 'vmagent') return `${env().vmagentUrl}/metrics`;
  if (job === 'node-exporter') {
    // In the network of the host, on the address that vmagent reaches it by.
    const host = variable('NODE_EXPORTER_LISTEN_IP') || '172.17.0.1';
    return `http://${host}:${portOf(variable('NODE_EXPORTER_PORT'), 9100)}/metrics`;
  }
  const { port, published } = ports[job];
  const isOnNetwork = new URL(env().vmagentUrl).hostname === 'vmagent';
  return isOnNetwork
    ? `http://${job}:${port}/metrics`
    : `http://127.0.0.1:${portOf(variable(published), port)}/metrics`;
}

function portOf(text: string, otherwise: number): number {
  return /^\d{1,5}$/.test(text) ? Number(text) : otherwise;
}
