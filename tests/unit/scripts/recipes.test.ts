import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { serviceNames } from '@/lib/pipeline/components';
import { isBuildable } from '@/lib/pipeline/records';

const repo = path.resolve(import.meta.dirname, '../../..');
const text = (file: string) => readFileSync(path.join(repo, file), 'utf8');
const services = [...serviceNames.filter(isBuildable), 'vmauth', 'actionlint'];

test.each(services)('the recipe of %s builds on what the panel’s image builds on', (service) => {
  const base = /^ARG NODE_IMAGE=(.+)$/m.exec(text('Dockerfile'))?.[1];
  expect(text(`compose/images/${service}/Dockerfile`)).toContain(`\nARG BUILDER_IMAGE=${base}\n`);
});

test.each([...services.map((service) => `compose/images/${service}/Dockerfile`), 'Dockerfile'])(
  'the first step of %s is the name of the build',
  (file) => {
    expect(text(file)).toMatch(/\nFROM \S+ AS build\nLABEL weir\.build=by-hand\n/);
    expect(text(file).match(/weir\.build/g)).toHaveLength(1);
  },
);

// What a stage leaves is removed; what the last one takes from it is all that is kept.
test.each(services)('the recipe of %s ends with a stage from nothing', (service) => {
  const lines = text(`compose/images/${service}/Dockerfile`).split('\n');
  expect(lines.filter((line) => /^(FROM|COPY --from)/.test(line))).toEqual([
    `FROM $\{BUILDER_IMAGE} AS build`,
    'FROM scratch',
    'COPY --from=build /out /',
  ]);
});

test('programs of one package are fetched by the same step, so that it is done once', () => {
  const steps = (service: string) =>
    text(`compose/images/${service}/Dockerfile`)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
  const common = steps('vmagent').slice(0, steps('vmagent').findIndex((line) => line.includes('/fetch')) + 1);
  for (const service of ['victoria-metrics', 'vmauth'])
    expect(steps(service).slice(0, common.length)).toEqual(common);
});

test.each([
  ['yace', 'yet-another-cloudwatch-exporter'],
  ['stackdriver-exporter', 'stackdriver-exporter'],
])('the recipe of %s builds the release that is pulled elsewhere', (service, image) => {
  const pinned = new RegExp(`/${image}:v([\\d.]+)}`).exec(text('compose/docker-compose.yml'))?.[1];
  expect(text(`compose/images/${service}/Dockerfile`)).toContain(` ${pinned} `);
});

test('the recipe of cAdvisor names the version of its modules, of the minor release that is pulled elsewhere', () => {
  const version = /^RUN sh \/recipe\/go \. ([\d.]+) /m.exec(text('compose/images/cadvisor/Dockerfile'))?.[1];
  const modules = text('compose/images/cadvisor/go.mod');
  expect(modules).toContain(`github.com/google/cadvisor v${version}\n`);
  expect(modules).toContain(`github.com/google/cadvisor/lib v${version}\n`);
  const minor = version?.replace(/\.\d+$/, '.');
  expect(text('compose/docker-compose.yml')).toContain(`ghcr.io/google/cadvisor:v${minor}`);
});
