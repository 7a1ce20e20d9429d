import 'server-only';
import { randomBytes } from 'node:crypto';
import { readMetricsToken, writeMetricsToken } from '../files/metrics-token-file';
import { logger } from '../logger';
import { bearerOf, isSameToken } from './api-token';

/** Makes the token that vmagent shows when it scrapes the panel, where there is none. Never rejects. */
export async function prepareMetricsToken(): Promise<void> {
  try {
    if ((await readMetricsToken()) === null) await writeMetricsToken(randomBytes(32).toString('base64url'));
  } catch (error) {
    logger().warn({ err: error }, 'vmagent has no token to scrape the panel with');
  }
}

/** Whether a request carries the token of vmagent. The file is read anew, so that another one in it counts at once. */
export async function isMetricsToken(request: Request): Promise<boolean> {
  const given = bearerOf(request);
  if (given === null) return false;
  const token = await readMetricsToken().catch(() => null);
  return token !== null && isSameToken(given, token);
}
