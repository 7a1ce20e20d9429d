import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { removeBeside, writeBeside } from '@/lib/server/files/file-store';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-beside-'));
  vi.stubEnv('WEIR_STACK_DIR', folder);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it('case 3, files beside the config: a candidate lies in the very folder of the file, so what it names is found', async () => {
  // What an earlier release left there.
  mkdirSync(path.join(folder, 'config/vmagent/.weir-candidate'), { recursive: true });
  const inner = await writeBeside('vmagent-config', 'scrape_config_files: [more.yml]\n');
  expect(inner).not.toMatch(/[/]|\.ya?ml$|\.json$/);
  const file = path.join(folder, 'config/vmagent', inner);
  expect(readFileSync(file, 'utf8')).toBe('scrape_config_files: [more.yml]\n');
  await removeBeside();
  expect(existsSync(file)).toBe(false);
});
