import { sourceWords } from '@/lib/pipeline/components';
import type { ImpostorSighting, Rule } from '../terms/types';
import { destinationHref, destinationWords } from '../terms/words';

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

const arrivalMissing: Rule = {
  id: 'arrival-missing',
  severity: 'losing',
  when: 'vmagent counts deliveries, and the store on this Pi, asked twice, does not have what was scraped more than 20 s before: of nothing, or of a source. Of series of the source’s own it has had none for three intervals and at least 3 min, of a cloud for two rounds and at least 10 min.',
  applies: ({ destination }, { missing = [] }) => {
    const where = destinationWords(destination);
    return missing.map(({ source, sinceMs }) => ({
      ...(source && { subject: source }),
      title: `Data is being lost: vmagent delivers, and ${where} shows nothing new${source ? ` of ${sourceWords(source)}` : ''}.`,
      consequence: `vmagent counts that as delivered and keeps it no longer, and ${where} does not have it.${source ? ' The others arrive.' : ''}`,
      fix: 'The log of the store may name what it drops: a limit of series or of labels, or a relabelling rule. Such a rule in the command of vmagent drops it too.',
      href: destinationHref(destination),
      sinceMs,
      headline: { state: 'losing', actionLabel: 'Look at the store' },
    }));
  },
};

/** What vmagent counts as delivered, and the destination does not keep. */
export const notKeptRules = [losingNotRemoteWrite, arrivalMissing];
