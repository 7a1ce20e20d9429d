import 'server-only';
import { component, type SourceId, sourceService } from '@/lib/pipeline/components';
import { ownPort } from '@/lib/pipeline/records';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import type { Texts } from '../change/records/texts';
import { serviceUrl } from '../env';
import { variablesIn } from '../stack/settings';
import { readStackTexts } from '../stack/stack-texts';
import { request } from '../vmagent/http';

/** A collection of Google Cloud takes its time. */
const LIMIT_MS = 30_000;

/** The metrics of a source's exporter. @param query behind its address @throws AppError as `request`; invalid-stack */
export async function readExporter(source: SourceId, query: string): Promise<string> {
  const { texts } = await readStackTexts();
  const address = exporterAddress(sourceService(source), texts) + query;
  return (await request(address, { timeoutMs: LIMIT_MS })).body;
}

/** Where the panel reaches an exporter's metrics; asking one of a cloud may be a collection that costs. */
export function exporterAddress(job: ScrapeJob, texts: Texts): string {
  const variable = variablesIn(texts);
  const { answers } = component(job);
  const port = ownPort(job);
  if (job === 'weir') return 'here';
  if (answers) return `${serviceUrl(job)}/metrics`;
  if (job === 'node-exporter') {
    // In the network of the host, on the address that vmagent reaches it by.
    const host = variable('NODE_EXPORTER_LISTEN_IP') || '172.17.0.1';
    return `http://${host}:${portOf(variable(port.variable), port.inside)}/metrics`;
  }
  const isOnNetwork = new URL(serviceUrl('vmagent')).hostname === 'vmagent';
  return isOnNetwork
    ? `http://${job}:${port.inside}/metrics`
    : `http://127.0.0.1:${portOf(variable(port.variable), port.inside)}/metrics`;
}

function portOf(text: string, otherwise: number): number {
  return /^\d{1,5}$/.test(text) ? Number(text) : otherwise;
}
