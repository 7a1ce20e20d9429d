import type { PisView } from '@/lib/schemas/look/pis';
import { apiQuery } from './api-query';

const EVERY_MS = 30_000;
/** Where the destination gave no answer. */
const SILENT_MS = 15_000;

/** What the destination has of every Pi that writes there. */
export function pisQuery() {
  return apiQuery<PisView>(['pis'], '/api/pis', {
    refetchInterval: ({ state: { data } }) => (data?.state === 'silent' ? SILENT_MS : EVERY_MS),
    refetchOnWindowFocus: true,
  });
}
