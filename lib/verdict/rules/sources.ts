import type { Rule } from '../types';
import { settingsHref, sourceWords } from '../words';

const sourceBlind: Rule = {
  id: 'source-blind',
  severity: 'warning',
  when: 'An exporter answers scrapes, but its log or its counters say that its cloud gives it nothing.',
  applies: (pipeline) =>
    pipeline.sources
      .filter(({ state }) => state === 'blind')
      .map((source) => ({
        subject: source.id,
        title: source.message ?? `${sourceWords(source.id)}: the exporter gets no data.`,
        consequence:
          'The exporter answers, but there is nothing of this source in it. The others are not affected.',
        fix:
          source.id === 'aws'
            ? 'Check the access key, its rights and the regions of the source.'
            : 'Check the key file, its role (Monitoring Viewer) and the project of the source.',
        href: settingsHref('sources'),
      })),
};

export const sourceRules = [sourceBlind];
