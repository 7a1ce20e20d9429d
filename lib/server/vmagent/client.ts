import 'server-only';
import { serviceUrl } from '../env';
import { AppError } from '../errors';
import { type HttpAnswer, request, vmagentRequests } from './http';
import { parseVmagentMetrics, type VmagentMetrics } from './metrics';
import { parseTargets, type ScrapeTarget } from './targets';

/** @throws AppError as `request`, or vmagent-unreachable when the answer is not a 200 */
export async function askVmagent(path: string, method: 'GET' | 'POST' = 'GET'): Promise<HttpAnswer> {
  vmagentRequests().count += 1;
  const answer = await request(`${serviceUrl('vmagent')}${path}`, { method });
  if (answer.status < 200 || answer.status > 299) {
    throw new AppError('vmagent-unreachable', `vmagent answered ${answer.status}.`);
  }
  return answer;
}

/** @throws AppError as `askVmagent`, or vmagent-unreachable when something else answers at its address */
export async function readMetrics(): Promise<VmagentMetrics> {
  const metrics = parseVmagentMetrics((await askVmagent('/metrics')).body);
  if (!metrics)
    throw new AppError('vmagent-unreachable', 'What answers at vmagent’s address is not vmagent.');
  return metrics;
}

/** @throws AppError as `askVmagent`, or vmagent-unreachable when the answer is not a list of targets */
export async function readTargets(): Promise<ScrapeTarget[]> {
  return parseTargets((await askVmagent('/api/v1/targets?state=active')).body);
}
