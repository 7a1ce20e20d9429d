import { inEnglish } from '@/lib/english';
import { sourceService, sourceWords } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import { blindHref } from '../terms/blind';
import { missingParts } from '../terms/parts';
import type { Rule } from '../terms/types';
import { count, serviceHref, sourceHref } from '../terms/words';

const sourceBlind: Rule = {
  id: 'source-blind',
  severity: 'warning',
  when: 'An exporter answers scrapes, but its log, its counters or its own answer say that it has nothing of what it is for.',
  applies: (pipeline) =>
    pipeline.sources
      // Of a key that is refused it was told before it came to this.
      .filter(({ state, refusedKey }) => state === 'blind' && refusedKey === undefined)
      .map((source) => ({
        subject: source.id,
        title: source.message ?? `${sourceWords(source.id)}: the exporter gets no data.`,
        consequence:
          'The exporter answers, but data of this source is missing in its answer. The others are not affected.',
        fix: source.fix ?? sourceRecord(source.id).blindFix,
        href: blindHref(source.id),
        cause: source.cause,
      })),
};

const sourceIncomplete: Rule = {
  id: 'source-incomplete',
  severity: 'warning',
  when: 'A source gives data, and the log and the series of its exporter say that a service in a region gives none or only a part.',
  applies: (pipeline) =>
    pipeline.sources
      .filter(({ state }) => state === 'incomplete')
      .flatMap((source) =>
        missingParts(source.parts ?? []).map(({ kind, title, fix }) => ({
          subject: `${source.id}-${kind}`,
          title,
          consequence: 'What else this source is asked for arrives.',
          fix: fix ?? sourceRecord(source.id).blindFix,
          href: sourceHref(source.id),
        })),
      ),
};

const sourceKey: Rule = {
  id: 'source-key',
  severity: 'warning',
  when: 'The cloud of a source, asked every five minutes, does not let its key in. Its exporter goes on for a while with what it was lent before.',
  applies: (pipeline) =>
    pipeline.sources.flatMap(({ id, state, refusedKey }) =>
      refusedKey === undefined
        ? []
        : {
            subject: id,
            title: refusedKey.message,
            consequence: `${state === 'blind' ? 'Data of this source is missing' : 'Its exporter can still read, for an hour at most'}. The others are not affected.`,
            fix: refusedKey.fix ?? sourceRecord(id).blindFix,
            href: blindHref(id),
            cause: refusedKey.cause,
          },
    ),
};

/** `AWS/SQS eu-west-1` as a part of a finding's id. */
const slug = (id: string) => id.toLowerCase().replace(/[^a-z0-9]+/g, '-');

const sourceMetric: Rule = {
  id: 'source-metric',
  severity: 'info',
  when: 'The exporter is asked for a metric by a name of which its cloud has nothing, while others of the same service arrive.',
  applies: (pipeline) =>
    pipeline.sources.flatMap((source) =>
      (source.parts ?? [])
        .filter(({ state, message }) => state === 'flowing' && message !== null)
        .map(({ id, name, message, fix }) => ({
          subject: `${source.id}-${slug(id)}`,
          title: `${name}: ${message}`,
          consequence: 'This metric is missing. All others arrive.',
          fix: fix ?? sourceRecord(source.id).blindFix,
          href: sourceHref(source.id),
        })),
    ),
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

export const sourceRules = [sourceBlind, sourceIncomplete, sourceKey, sourceMetric, sourceSilent];
