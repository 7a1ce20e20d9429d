import { goErrors } from '@/lib/go-errors';

/** vmagent's words on a scrape that failed (lib/promscrape/scrapework.go, client.go) and Go's on a connection. */
const PATTERNS = {
  status: /unexpected status code returned when scraping/i,
  'over-limit': /exceeds sample_limit=|exceeding label_limit=|series_limit/i,
  'too-large': /maxScrapeSize|max_scrape_size/i,
  unreadable: /cannot (?:decompress|parse|read gzipped)|malformed HTTP/i,
  ...goErrors,
};
export type TargetCause = keyof typeof PATTERNS;
export const targetCauses = Object.keys(PATTERNS) as TargetCause[];

/** Why a scrape failed, by vmagent's words; null: these are none that are known. @param lastError untrusted text */
export function targetCause(lastError: string | null): TargetCause | null {
  return targetCauses.find((cause) => PATTERNS[cause].test(lastError ?? '')) ?? null;
}
