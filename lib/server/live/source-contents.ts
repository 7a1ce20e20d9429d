import 'server-only';
import { sourceService } from '@/lib/pipeline/components';
import { env } from '../env';
import {
  type AskedSource,
  containersContents,
  gcpContents,
  piContents,
  type SourceContents,
} from '../sampler/sources/contents';
import { parseYaceMetrics, type YaceMetrics } from '../sampler/sources/yace';
import { readStackTexts } from '../stack/stack-texts';
import { request } from '../vmagent/http';
import { exporterAddress } from './exporter-address';

const LIMIT_MS = 10_000;
/** No prefix begins like this, so the exporter collects nothing: no call to Google is made, and none is paid for. */
const NOTHING = '?collect=weir-asks-for-nothing';

/** What an exporter has of its own kind, at no cost to anyone's bill. @throws AppError as `request`; invalid-stack */
export async function readContents(source: AskedSource): Promise<SourceContents> {
  const { texts } = await readStackTexts();
  const address = exporterAddress(sourceService(source), texts) + (source === 'gcp' ? NOTHING : '');
  const { body } = await request(address, { timeoutMs: LIMIT_MS });
  if (source === 'gcp') return gcpContents(body);
  return source === 'pi' ? piContents(body) : containersContents(body);
}

/** YACE's own counters; reading them asks AWS nothing. @throws AppError as `request` */
export async function readYace(): Promise<YaceMetrics> {
  return parseYaceMetrics((await request(`${env().yaceUrl}/metrics`)).body);
}
