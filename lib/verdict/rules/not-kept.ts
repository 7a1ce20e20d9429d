import { sourceWords } from '@/lib/pipeline/components';
import type { ImpostorSighting, Rule } from '../terms/types';
import { destinationHref, destinationWords, settingsHref } from '../terms/words';

const WHAT: Record<ImpostorSighting['kind'], string> = {
  redirect: 'what answers sends vmagent on to another address',
  page: 'a web page answers in the place of',
  text: 'something answers in the place of',
};

const losingNotRemoteWrite: Rule = {
  id: 'losing-not-remote-write',
  severity: 'losing',
  when: 'What answers at the destination redirects, or takes an empty remote-write request with a web page or a text. vmagent counts it as a delivery.',
  applies: (pipeline, { impostor }) => {
    if (!impostor) return [];
    const where = destinationWords(pipeline.destination);
    const what = impostor.kind === 'redirect' ? WHAT.redirect : `${WHAT[impostor.kind]} ${where}`;
    return [
      {
        title: `Data is being lost: ${what}.`,
        consequence:
          'What answers accepts everything and keeps nothing. vmagent counts that as a delivery and deletes what it has sent, so nothing arrives and nothing is buffered.',
        fix: 'A login page of this network or of an access proxy wants somebody to sign in, or the address now leads to another place. Open it in a browser to see what answers, then sign in or correct the address. Until then all that vmagent collects is lost.',
        href: destinationHref(pipeline.destination),
        sinceMs: impostor.sinceMs,
        evidence: impostor.words,
        headline: { state: 'losing', actionLabel: 'Check the destination' },
      },
    ];
  },
};

const STORE_FIX =
  'The log of the store may name what it drops: a limit of series or of labels, or a relabelling rule. Such a rule in the command of vmagent drops it too.';
const OUTSIDE_FIX =
  'Something there drops it: a rule that aggregates or drops metrics, or a limit. A rule in the command of vmagent does so too.';

const arrivalMissing: Rule = {
  id: 'arrival-missing',
  severity: 'losing',
  when: 'vmagent counts deliveries, and the destination, asked twice, does not have what was scraped more than 20 s before: of nothing, or of a source. Of series of the source’s own it has had none for three intervals and at least 3 min, of a cloud for two rounds and at least 10 min.',
  applies: ({ destination }, { missing = [] }) => {
    const where = destinationWords(destination);
    const isLocal = destination.kind === 'local';
    const lost = isLocal ? missing : missing.filter(({ source }) => source !== null);
    return lost.map(({ source, sinceMs }) => ({
      ...(source && { subject: source }),
      title: `Data is being lost: vmagent delivers, and ${where} shows nothing new${source ? ` of ${sourceWords(source)}` : ''}.`,
      consequence: `vmagent counts that as delivered and keeps it no longer, and ${where} does not have it.${source ? ' The others arrive.' : ''}`,
      fix: isLocal ? STORE_FIX : OUTSIDE_FIX,
      href: destinationHref(destination),
      sinceMs,
      headline: { state: 'losing', actionLabel: isLocal ? 'Look at the store' : 'Check the destination' },
    }));
  },
};

const arrivalContradicted: Rule = {
  id: 'arrival-contradicted',
  severity: 'warning',
  when: 'vmagent counts deliveries, and a destination outside, asked twice with the token for reading, has nothing of this Pi that was scraped more than 20 s before.',
  applies: ({ destination, cluster }, { missing = [] }) => {
    const all = destination.kind === 'local' ? undefined : missing.find(({ source }) => source === null);
    if (!all) return [];
    const where = destinationWords(destination);
    return [
      {
        title: `vmagent delivers, and ${where} shows nothing new of this Pi.`,
        consequence: `One of the two is wrong: it is lost there, or the token for reading shows what another stack or tenant has.`,
        fix: `Look there for series with cluster="${cluster ?? ''}". If they are there, put in a token for reading of the same stack.`,
        href: settingsHref('proof'),
        sinceMs: all.sinceMs,
        headline: { state: 'unknown', actionLabel: 'Check the token for reading' },
      },
    ];
  },
};

const proofRefused: Rule = {
  id: 'proof-refused',
  severity: 'warning',
  when: 'The destination takes what vmagent sends, and refuses twice in a row to say what it has.',
  applies: ({ destination }, { unread }) =>
    unread
      ? [
          {
            title: `Nothing proves what has arrived: ${destinationWords(destination)} does not say what it has.`,
            consequence:
              'The data goes on being delivered. That it is kept there is taken on trust meanwhile.',
            fix: unread.hint,
            href: settingsHref('proof'),
            evidence: unread.message,
            sinceMs: unread.sinceMs,
          },
        ]
      : [],
};

/** What vmagent counts as delivered, and the destination does not keep, or does not say. */
export const notKeptRules = [losingNotRemoteWrite, arrivalMissing, arrivalContradicted, proofRefused];
