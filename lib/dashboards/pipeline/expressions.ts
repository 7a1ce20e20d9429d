/** What both a panel shows and a rule watches. */
import { by, type Select } from '../terms/promql';

export const bufferShare = (of: Select): string =>
  `max ${by()} (${of('weir_buffer_bytes')} / ${of('weir_buffer_cap_bytes')})`;

/** vmagent counts unique series for an hour and begins anew: what it had counted before still holds. */
export const seriesCounted = (of: Select): string =>
  `max_over_time(${of('vmagent_hourly_series_limit_current_series')}[1h])`;

export const seriesShare = (of: Select): string =>
  `max ${by()} (${seriesCounted(of)} / ${of('vmagent_hourly_series_limit_max_series')})`;

export const targetUp = (of: Select): string => `min ${by('job')} (${of('up')})`;
