import 'server-only';

/** How the program of a service is made to judge a file of its configuration and end. */
export interface DryRun {
  service: 'vmagent' | 'yace';
  /** The folder of the file, inside the stack folder. */
  folder: string;
  /** The same folder in the program's container. */
  inside: string;
  args: (file: string) => string[];
}

/** The name of the file that is judged, beside the one in use. */
export const CANDIDATE = '.weir-candidate';

const vmagent = { service: 'vmagent', folder: 'config/vmagent', inside: '/etc/vmagent' } as const;

/** All of them, by the file that is judged. */
export const dryRuns = {
  'vmagent-config': {
    ...vmagent,
    args: (file) => ['-dryRun', '-loggerFormat=json', `-promscrape.config=${file}`],
  },
  'vmagent-aggregation': {
    ...vmagent,
    // It wants a scrape configuration, if only an empty one. With the flag that it is run with it would want a destination, too.
    args: (file) => [
      '-dryRun',
      '-loggerFormat=json',
      '-promscrape.config=/dev/null',
      `-streamAggr.config=${file}`,
    ],
  },
  'yace-config': {
    service: 'yace',
    folder: 'config/yace',
    inside: '/etc/yace',
    args: (file) => ['-log.format=json', 'verify-config', `-config.file=${file}`],
  },
} as const satisfies Record<string, DryRun>;
