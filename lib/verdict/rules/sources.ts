import { sourceService } from '../jobs';
import type { Rule } from '../types';
import { count, serviceHref, settingsHref, sourceWords } from '../words';

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

const sourceSilent: Rule = {
  id: 'source-silent',
  severity: 'warning',
  when: 'Two scrapes in a row had less than a tenth of the samples that the same exporter had before.',
  applies: (pipeline, { silences }) =>
    silences
      .filter(({ source }) => pipeline.sources.some(({ id, state }) => id === source && state === 'flowing'))
      .map(({ source, samples, most }) => ({
        subject: source,
        title: `${sourceWords(source)}: next to nothing comes any more.`,
        consequence: `The exporter answers with ${count(samples, 'sample')}; before, it had ${most.toLocaleString('en')}. The others are not affected.`,
        fix: 'If you have not taken away what it watched, its log may say what it misses.',
        href: serviceHref(sourceService(source)),
      })),
};

export const sourceRules = [sourceBlind, sourceSilent];
