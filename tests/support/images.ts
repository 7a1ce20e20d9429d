import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from './engine.ts';
import { mustRun } from './exec.ts';
import { cacheDir } from './run-dir.ts';

/** Variable of `.env` for each image that `compose/images/build` makes where no registry answers. */
const VARIABLES: Record<string, string> = {
  vmagent: 'VMAGENT_IMAGE',
  'victoria-metrics': 'VICTORIA_METRICS_IMAGE',
  yace: 'YACE_IMAGE',
  'stackdriver-exporter': 'STACKDRIVER_IMAGE',
  'node-exporter': 'NODE_EXPORTER_IMAGE',
  cadvisor: 'CADVISOR_IMAGE',
  weir: 'WEIR_IMAGE',
};

/** `.env` settings for the images that this engine has from `compose/images/build`, newest version of each. */
export async function localImages(engine: Engine): Promise<Record<string, string>> {
  const format = '{{.Repository}}:{{.Tag}}';
  const listed = await engine.docker('image', 'ls', '--filter', 'reference=weir-local/*', '--format', format);
  const refs = listed.split('\n').filter(Boolean);
  // `image ls` lists the newest first, so the oldest is written first and the newest wins.
  return Object.fromEntries(
    refs.reverse().flatMap((ref) => {
      const variable = VARIABLES[ref.slice('weir-local/'.length, ref.lastIndexOf(':'))];
      return variable ? [[variable, ref]] : [];
    }),
  );
}

/** Changes when anything that the images are made of changes. */
function buildKey(imagesDir: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(imagesDir, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(imagesDir, name);
    hash.update(name);
    if (existsSync(file) && !name.endsWith('/')) hash.update(readIfFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function readIfFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/**
 * Makes sure that the engine has the images of the stack: those of an earlier run from the cache, else built by
 * `compose/images/build`, which does nothing for an image that is there.
 */
export async function ensureImages(engine: Engine, imagesDir: string): Promise<void> {
  const build = path.join(imagesDir, 'build');
  const cache = cacheDir('images', buildKey(imagesDir));
  if (Object.keys(await localImages(engine)).length === 0) {
    for (const file of readdirSync(cache).filter((name) => name.endsWith('.tar'))) {
      await engine.docker('load', '-i', path.join(cache, file));
    }
  }
  await mustRun(build, [], { isShown: true, timeoutMs: 1_800_000 });
  for (const ref of Object.values(await localImages(engine))) {
    const file = path.join(cache, `${ref.replace(/[^\w.-]+/g, '-')}.tar`);
    if (existsSync(file)) continue;
    await engine.docker('save', '-o', `${file}.part`, ref);
    renameSync(`${file}.part`, file);
  }
}
