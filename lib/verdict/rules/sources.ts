import { inEnglish } from '@/lib/english';
import { sourceService, sourceWords } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { blindHref } from '../terms/blind';
import type { Rule } from '../terms/types';
import { count, serviceHref } from '../terms/words';

const sourceBlind: Rule = {
  id: 'source-blind',
  severity: 'warning',
  when: 'An exporter answers scrapes, but its log, its counters or its own answer say that it has nothing of what it is for.',
  applies: (pipeline) =>
    pipeline.sources
      .filter(({ state }) => state === 'blind')
      .map((source) => ({
        subject: source.id,
        title: source.message ?? `${sourceWords(source.id)}: the exporter gets no data.`,
        consequence:
          'The exporter answers, but data of this source is missing in its answer. The others are not affected.',
        fix: sourceRecord(source.id).blindFix,
        href: blindHref(source.id),
        cause: source.cause,
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
        title: `${sourceWords(source)}: almost nothing comes.`,
        consequence: `The exporter answers with ${count(samples, 'sample')}; before, it had ${inEnglish(most)}. The others are not affected.`,
        fix: 'If you have not taken away what it watched, its log may say what it misses.',
        href: serviceHref(sourceService(source)),
      })),
};

export const sourceRules = [sourceBlind, sourceSilent];
