import { expect, test } from 'vitest';
import { sourceIds } from '../../lib/pipeline/components.ts';
import { components } from '../../lib/pipeline/services.ts';
import { productFiles, type SourceFile } from './source-files.ts';

/** A source’s own folders are elsewhere nowhere. */
const OWN_FOLDER = new RegExp(`/(${sourceIds.join('|')})/`);
const elsewhere = productFiles.filter(
  ({ path }) => !path.startsWith('lib/pipeline/') && !OWN_FOLDER.test(path),
);
const exporters = components.filter(({ source }) => source !== null).map(({ service }) => service);

/** Those of the names that the code has as a literal or as a key of an object. */
const namedIn = ({ code }: SourceFile, names: readonly string[]) =>
  names.filter((name) => new RegExp(`'${name}'|^\\s*'?${name}'?:`, 'm').test(code));

/** They tell the sources apart themselves, and are to read `lib/pipeline` instead. A file that is added here is a step back. */
const telling = [
  'components/feedback/source-look.ts',
  'components/forms/sources/source-parts.ts',
  'lib/schemas/wizard.ts',
  'lib/server/budget/forecast.ts',
  'lib/server/sampler/sources/eyes.ts',
  'lib/server/setup/answers/setup-answers.ts',
  'lib/server/sources/sources.ts',
];

test('what is true of which service, job or source stands in lib/pipeline', () => {
  const tables = elsewhere.filter(
    (file) => namedIn(file, exporters).length > 1 || namedIn(file, sourceIds).length > 1,
  );
  expect(tables.map(({ path }) => path).toSorted()).toEqual(telling);
});

/** Product files that may name a cloud; raised once, by the list of dashboards. */
test.each([
  ['Google Cloud', /gcp|stackdriver|Google Cloud/i, 8],
  ['AWS', /\baws|yace|cloudwatch/i, 12],
])('%s is named in few places', (_cloud, names, most) => {
  const naming = elsewhere.filter(({ code }) => names.test(code));
  expect(naming.length, naming.map(({ path }) => path).join('\n')).toBeLessThanOrEqual(most);
});
