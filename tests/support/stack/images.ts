import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from '../run/exec.ts';
import { cacheDir, runDir } from '../run/run-dir.ts';
import type { Engine } from './engine.ts';

const imagesDir = path.resolve(import.meta.dirname, '../../../compose/images');

/** What tests need from `compose/images/build`; vmauth is part of the stand-in for Grafana Cloud, actionlint a judge. */
const SERVICES = [
  'vmagent',
  'victoria-metrics',
  'node-exporter',
  'yace',
  'stackdriver-exporter',
  'cadvisor',
  'vmauth',
  'actionlint',
];

/** Variable of `.env` for a service's image. */
const variableOf = (service: string) =>
  `${service === 'stackdriver-exporter' ? 'STACKDRIVER' : service.replace(/-/g, '_').toUpperCase()}_IMAGE`;

/** The newest image of each part that this engine has from `compose/images/build`, by its variable. */
export async function localImages(engine: Engine): Promise<Record<string, string>> {
  const format = '{{.Repository}}:{{.Tag}}';
  const listed = await engine.docker('image', 'ls', '--filter', 'reference=weir-local/*', '--format', format);
  // `image ls` lists the newest first, so the oldest is written first and the newest wins.
  const refs = listed.split('\n').filter(Boolean).reverse();
  const nameOf = (ref: string) => ref.slice('weir-local/'.length, ref.lastIndexOf(':'));
  return Object.fromEntries(refs.map((ref) => [variableOf(nameOf(ref)), ref]));
}

/** Changes when anything that a service's image is made of changes. */
function recipeKey(service: string): string {
  const hash = createHash('sha256');
  for (const folder of ['shared', service]) {
    for (const name of readdirSync(path.join(imagesDir, folder)).sort())
      hash.update(name).update(readFileSync(path.join(imagesDir, folder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

const cacheFile = (service: string) =>
  path.join(cacheDir('images'), `${service}-${recipeKey(service)}-${process.arch}.tar`);

/** Runs the host's command for these services. @returns what it says on standard output */
function build(engine: Engine, services: readonly string[]): Promise<string> {
  const env = { ...process.env, DOCKER_HOST: engine.host };
  const options = { isShown: true, hasGroup: true, timeoutMs: 2_400_000, env };
  return mustRun(path.join(imagesDir, 'build'), services, options);
}

/**
 * Makes sure that the engine has every image that tests use: those of an earlier run from the cache, else built by
 * `compose/images/build`, which does nothing for an image that is there.
 */
export async function ensureImages(engine: Engine): Promise<void> {
  const missing = async () => {
    const there = await localImages(engine);
    return SERVICES.filter((service) => !there[variableOf(service)]);
  };
  for (const service of await missing()) {
    if (existsSync(cacheFile(service))) await engine.docker('load', '-i', cacheFile(service));
  }
  const toBuild = await missing();
  if (toBuild.length) await build(engine, toBuild);
  const there = await localImages(engine);
  for (const service of SERVICES) {
    const file = cacheFile(service);
    const ref = there[variableOf(service)];
    if (!ref || existsSync(file)) continue;
    // Another run may save the same image meanwhile.
    const part = `${file}.${process.pid}`;
    await engine.docker('save', '-o', part, ref);
    renameSync(part, file);
  }
}

/** What images are built on, made where it is missing. */
export async function builderImage(engine: Engine): Promise<string> {
  const said = await build(engine, ['builder']);
  return said.slice(said.lastIndexOf('=') + 1).trim();
}

/** An image of one engine for another. */
export async function copyImage(image: string, from: Engine, to: Engine): Promise<void> {
  // Several tests may copy the same one at a time.
  const file = path.join(runDir('images'), `${randomUUID()}.tar`);
  await from.docker('save', '-o', file, image);
  await to.docker('load', '-i', file);
  rmSync(file);
}
