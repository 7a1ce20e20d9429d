import 'server-only';
import { partitionOf } from '@/lib/pipeline/sources/aws/partition';

interface Asked {
  service: string;
  region: string;
  /** With its query. */
  path?: string;
}

/**
 * Where a service of AWS answers for a region. Pure.
 * @param region of the form that names of regions have: it becomes part of a host name
 * @param endpoint one address for all; empty: AWS's own
 * @returns null when the endpoint is no web address
 */
export function addressOf({ service, region, path = '/' }: Asked, endpoint: string): URL | null {
  const { domain, iamHost } = partitionOf(region);
  const host = service === 'iam' ? iamHost : `${service}.${region}.${domain}`;
  const url = URL.parse(path, endpoint === '' ? `https://${host}` : endpoint);
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}
