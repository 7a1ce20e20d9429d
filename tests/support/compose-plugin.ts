import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun, run } from './exec.ts';
import { cacheDir, runDir } from './run-dir.ts';

const SUITE = 'trixie';

/** apt with a state of its own, so that another suite's packages can be fetched without touching the system. */
export async function fetchDebs(suite: string, packages: string[], into: string): Promise<void> {
  const state = cacheDir('apt', suite);
  for (const dir of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(path.join(state, dir), { recursive: true });
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
  await mustRun('apt-get', [...options, '-qq', 'update'], { timeoutMs: 300_000 });
  await mustRun('apt-get', [...options, '-qq', 'download', ...packages], { cwd: into, timeoutMs: 300_000 });
}

/** A folder for `DOCKER_CONFIG` in which `docker compose` is version 2. */
export async function ensureCompose(): Promise<string> {
  const config = runDir('docker-config');
  if ((await run('docker', ['compose', 'version'])).code === 0) {
    return process.env.DOCKER_CONFIG || path.join(process.env.HOME ?? '/root', '.docker');
  }
  const cached = cacheDir(`docker-compose-${SUITE}`);
  const plugin = path.join(cached, 'docker-compose');
  if (!existsSync(plugin)) {
    const dir = runDir('compose-deb');
    await fetchDebs(SUITE, ['docker-compose'], dir);
    const [deb] = (await mustRun('find', [dir, '-name', '*.deb'])).split('\n');
    await mustRun('dpkg-deb', ['-x', deb ?? '', dir]);
    const found = await mustRun('find', [dir, '-path', '*cli-plugins/docker-compose', '-type', 'f']);
    await mustRun('cp', [found, `${plugin}.part`]);
    renameSync(`${plugin}.part`, plugin);
    rmSync(dir, { recursive: true, force: true });
  }
  mkdirSync(path.join(config, 'cli-plugins'), { recursive: true });
  const link = path.join(config, 'cli-plugins/docker-compose');
  if (!existsSync(link)) symlinkSync(plugin, link);
  return config;
}
