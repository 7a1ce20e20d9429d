import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { mustRun } from '../run/exec.ts';
import { cacheDir, runDir } from '../run/run-dir.ts';

/** The Debian release that has current versions of the real parts. */
const SUITE = 'trixie';

/** Fetches packages of another release, with an apt state of its own so that the system is not touched. */
async function fetchDebs(packages: string[], into: string, suite: string): Promise<void> {
  const state = cacheDir('apt', suite);
  for (const dir of ['lists/partial', 'cache/archives/partial']) {
    mkdirSync(path.join(state, dir), { recursive: true });
  }
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const sources = path.join(state, 'sources.list');
  writeFileSync(sources, `deb [signed-by=${keyring}] http://deb.debian.org/debian ${suite} main\n`);
  writeFileSync(path.join(state, 'status'), '');
  const options = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    'Dir::Etc::preferencesparts=-',
    `Dir::State::Lists=${path.join(state, 'lists')}`,
    `Dir::State::status=${path.join(state, 'status')}`,
    `Dir::Cache=${path.join(state, 'cache')}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  // Several workers, and several runs, may want packages at the same time; apt-get itself would give up at once.
  const apt = (...args: string[]) =>
    mustRun('flock', [path.join(state, 'lock'), 'apt-get', ...options, '-qq', ...args], {
      cwd: into,
      timeoutMs: 900_000,
    });
  // A mirror may be behind; its list is signed all the same.
  await apt('update').catch(() => apt('-o', 'Acquire::Check-Valid-Until=false', 'update'));
  await apt('download', ...packages);
}

/** A folder with the packages' files, laid out as on a merged-/usr system; kept in the cache under `name`. */
export async function unpacked(
  name: string,
  packages: string[],
  { keepsShare = false, suite = SUITE } = {},
): Promise<string> {
  const root = path.join(cacheDir('unpacked'), `${name}-${suite}`);
  if (existsSync(root)) return root;
  const work = mkdtempSync(path.join(runDir('debs'), `${name}-`));
  const debs = path.join(work, 'debs');
  const part = path.join(work, 'root');
  mkdirSync(debs);
  await fetchDebs(packages, debs, suite);
  for (const deb of readdirSync(debs)) await mustRun('dpkg-deb', ['-x', path.join(debs, deb), part]);
  for (const dir of ['bin', 'sbin', 'lib', 'lib64']) {
    if (!existsSync(path.join(part, dir))) symlinkSync(`usr/${dir}`, path.join(part, dir));
  }
  if (!keepsShare) rmSync(path.join(part, 'usr/share'), { recursive: true, force: true });
  // The cache may be on another file system than the temp folder.
  const own = mkdtempSync(`${root}.`);
  await mustRun('cp', ['-a', `${part}/.`, own]);
  rmSync(work, { recursive: true, force: true });
  try {
    renameSync(own, root);
  } catch (error) {
    // Another worker was faster, with the same packages.
    if (!existsSync(root)) throw error;
    rmSync(own, { recursive: true, force: true });
  }
  return root;
}

/** Docker Compose of a Debian suite as a program of its own: `trixie` has 2.26, `sid` 2.40 or newer. */
export async function composeBinary(suite: string): Promise<string> {
  const root = await unpacked('docker-compose', ['docker-compose'], { suite });
  return mustRun('find', [root, '-path', '*cli-plugins/docker-compose', '-type', 'f']);
}

/** Prometheus's judge of rules. The package itself is not installed: it would start a Prometheus on the machine. */
export async function promtoolBinary(): Promise<string> {
  return path.join(await unpacked('prometheus', ['prometheus'], { suite: 'bookworm' }), 'usr/bin/promtool');
}

/** The program that locks and opens files of its own format. */
export async function ageBinary(): Promise<string> {
  return path.join(await unpacked('age', ['age'], { suite: 'bookworm' }), 'usr/bin/age');
}

/** A folder for `DOCKER_CONFIG` in which `docker compose` is the tests' own, whatever the machine has. */
export async function ensureCompose(): Promise<string> {
  const plugin = await composeBinary(SUITE);
  const config = runDir('docker-config');
  mkdirSync(path.join(config, 'cli-plugins'), { recursive: true });
  const link = path.join(config, 'cli-plugins/docker-compose');
  if (!existsSync(link)) symlinkSync(plugin, link);
  return config;
}
