import type { Variables } from '@/lib/server/vmagent/env-template';
import { compareConfig } from '@/lib/server/vmagent/running-config';

/** As far as vmagent shows it. */
export function isRunningConfig(running: string, text: string, variables: Variables = {}): boolean {
  return compareConfig(running, { text, variables }) !== 'other';
}
