import type { Written } from '@/lib/schemas/machine/written';
import { apiQuery } from '../api-query';

/** What writes to the disk: as new as the panel's readings, one in ten minutes. */
export const writtenQuery = () => apiQuery<Written>(['written'], '/api/written', { refetchInterval: 60_000 });
