/** What both a panel shows and a rule watches. */
import { by, changesInAnHour, type Select } from '../terms/promql';

/** What is no container has no name. */
export const NAMED = 'name!=""';

/** Of those that have a limit; 0 is none. */
export const memoryOfLimit = (of: Select): string =>
  `max ${by('name')} (${of('container_memory_working_set_bytes', NAMED)} / (${of('container_spec_memory_limit_bytes', NAMED)} > 0))`;

export const restarts = (of: Select): string =>
  `max ${by('name')} (${changesInAnHour(of('container_start_time_seconds', NAMED))})`;
