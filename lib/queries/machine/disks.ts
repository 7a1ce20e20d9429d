import type { Disks } from '@/lib/schemas/machine/disks';
import { apiQuery } from '../api-query';

/** Where the data lie, which a command of the host changes, and the disks that are mounted. */
export const disksQuery = () =>
  apiQuery<Disks>(['disks'], '/api/disks', { refetchInterval: 10_000, refetchOnWindowFocus: true });
