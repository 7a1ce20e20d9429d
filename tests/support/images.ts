import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { unpacked } from './debian.ts';
import type { Engine } from './engine.ts';
import { mustRun, run } from './exec.ts';
import { cacheDir, runDir } from './run-dir.ts';
import { ensureFakeCadvisorImage } from './stand-in-images.ts';

const imagesDir = path.resolve(import.meta.dirname, '../../compose/images');

/** What tests need from `compose/images/build`; vmauth is part of the stand-in for Grafana Cloud. */
const SERVICES = ['vmagent', 'victoria-metrics', 'node-exporter', 'yace', 'stackdriver-exporter', 'vmauth'];

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

/** Changes when anything that the images are made of changes. */
function buildKey(): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(imagesDir, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(readFileSync(path.join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Makes sure that the engine has every image that tests use: those of an earlier run from the cache, else built by
 * `compose/images/build`, which does nothing for an image that is there. cAdvisor cannot be had; a fake stands in.
 */
export async function ensureImages(engine: Engine): Promise<void> {
  const cache = cacheDir('images', buildKey());
  const missing = async () => {
    const there = await localImages(engine);
    return SERVICES.filter((service) => !there[variableOf(service)]);
  };
  for (const service of await missing()) {
    const file = path.join(cache, `${service}.tar`);
    if (existsSync(file)) await engine.docker('load', '-i', file);
  }
  const toBuild = await missing();
  if (toBuild.length) {
    const env = { ...process.env, PATH: await pathWithGo(), DOCKER_HOST: engine.host };
    const build = path.join(imagesDir, 'build');
    await mustRun(build, toBuild, { isShown: true, hasGroup: true, timeoutMs: 1_800_000, env });
  }
  const there = await localImages(engine);
  for (const service of SERVICES) {
    const file = path.join(cache, `${service}.tar`);
    const ref = there[variableOf(service)];
    if (!ref || existsSync(file)) continue;
    await engine.docker('save', '-o', `${file}.part`, ref);
    renameSync(`${file}.part`, file);
  }
  await ensureFakeCadvisorImage(engine);
}

/** YACE and stackdriver_exporter are built with Go; where it is not installed, Debian's is fetched. */
async function pathWithGo(): Promise<string> {
  const given = process.env.PATH ?? '';
  if ((await run('go', ['version'])).code === 0) return given;
  const root = await unpacked('go', ['golang-1.24-go', 'golang-1.24-src'], { keepsShare: true });
  return `${root}/usr/lib/go-1.24/bin:${given}`;
}

/** What images are built on, made where it is missing. */
export async function builderImage(engine: Engine): Promise<string> {
  const build = path.join(imagesDir, 'build');
  const env = { ...process.env, DOCKER_HOST: engine.host };
  const said = await mustRun(build, ['node'], { hasGroup: true, timeoutMs: 900_000, env });
  return said.slice(said.lastIndexOf('NODE_IMAGE=') + 'NODE_IMAGE='.length).trim();
}

/** An image of one engine for another. */
export async function copyImage(image: string, from: Engine, to: Engine): Promise<void> {
  const file = path.join(runDir('images'), `copy-${Math.random().toString(36).slice(2)}.tar`);
  await from.docker('save', '-o', file, image);
  await to.docker('load', '-i', file);
  rmSync(file);
}
