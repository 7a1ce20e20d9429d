import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BUILD_FACTS } from '@/lib/server/docker/build-recipes';

const repo = path.resolve(import.meta.dirname, '../..');
const text = (file: string) => readFileSync(path.join(repo, file), 'utf8');
const services = [...Object.keys(BUILD_FACTS), 'vmauth'];

test.each(services)('the recipe of %s builds on what the panel’s image builds on', (service) => {
  const base = /^ARG NODE_IMAGE=(.+)$/m.exec(text('Dockerfile'))?.[1];
  expect(text(`compose/images/${service}/Dockerfile`)).toContain(`\nARG BUILDER_IMAGE=${base}\n`);
});

// Each layer that is not the program would stay on the card: one step makes all, and nothing else is kept.
test.each(services)('the recipe of %s is one step that fetches, and a last stage from nothing', (service) => {
  const lines = text(`compose/images/${service}/Dockerfile`).split('\n');
  expect(lines.filter((line) => line.startsWith('RUN '))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith('FROM '))).toEqual([
    `FROM $\{BUILDER_IMAGE} AS build`,
    'FROM scratch',
  ]);
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
