import type { ScrapeJob } from '@/lib/schemas/settings/settings';

/** Each scrape job by what it reads, for someone who has never heard its name. */
export const jobNames: Record<ScrapeJob, string> = {
  vmagent: 'vmagent itself',
  yace: 'AWS',
  'stackdriver-exporter': 'Google Cloud',
  'node-exporter': 'This Pi',
  cadvisor: 'Containers',
  weir: 'Weir itself',
};
