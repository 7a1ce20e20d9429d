import 'server-only';
import type { OutOfStep } from '@/lib/verdict/terms/upkeep';
import { readGrafana } from './grafana-state';

/**
 * Whether what was put into Grafana is not what ships; null: it is, or nothing was put. Grafana is not asked.
 * @throws AppError invalid-stack
 */
export async function readOutOfStep(): Promise<OutOfStep | null> {
  const put = (await readGrafana())?.put;
  if (!put) return null;
  // Who has put nothing there loads none of it.
  const { shippedDigest } = await import('./shipped');
  return put.digest === (await shippedDigest()) ? null : { putVersion: put.version };
}
