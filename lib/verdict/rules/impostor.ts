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

export const impostorRules = [losingNotRemoteWrite];
