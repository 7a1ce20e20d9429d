import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Disks } from '@/lib/schemas/machine/disks';
import { OWNER_PASSWORD, type OwnerClient, ownerClient } from '../../../support/panel/panel';
import { mustRun, waitFor } from '../../../support/run/exec';
import { runDir } from '../../../support/run/run-dir';
import { BUILD_MS, type Clone, cloneRepository } from '../../../support/stack/clone';
import { queryVictoria } from '../../../support/stack/destination';

/** compose/move with compose/up itself: the store’s samples go along, and the panel says where they are. */

let clone: Clone;
let owner: OwnerClient;
let root: string;
let usb: string;

beforeAll(async () => {
  clone = await cloneRepository('move-stack');
  owner = ownerClient(`http://127.0.0.1:${clone.env.WEIR_PORT}`);
  root = runDir('move-stack', 'disk');
  usb = path.join(root, 'usb');
  mkdirSync(usb);
  const disk = path.join(root, 'image');
  await mustRun('sh', [
    '-c',
    `truncate -s 4G ${disk} && /usr/sbin/mkfs.ext4 -q ${disk} && mount -o loop ${disk} ${usb}`,
  ]);
});

afterAll(async () => {
  await clone.remove();
  await mustRun('umount', [usb]);
});

const firstSample = async () => {
  const store = `http://127.0.0.1:${clone.env.VICTORIA_METRICS_PORT}`;
  const [sample] = await queryVictoria(store, 'min(tfirst_over_time(up{job="vmagent"}[1h]))');
  return sample?.value;
};
const disks = () => owner.json<Disks>('GET', '/api/disks');

test(
  'a stack that runs goes to another disk and back, with what it has stored',
  async () => {
    const { stdout } = await clone.first();
    const config = ['--config', clone.file('this-pi.yaml')];
    const set = await clone.command('up', config);
    expect(set.code, set.stderr).toBe(0);
    await owner.json('POST', '/api/setup', {
      code: stdout.match(/Setup code: (\S+)/)?.[1] ?? '',
      password: OWNER_PASSWORD,
    });
    const first = await waitFor('a sample', firstSample);
    expect((await disks()).folder).toBeNull();
    for (const [to, folder] of [
      [usb, `${usb}/weir-data/vmagent-data`],
      ['--back', null],
    ] as const) {
      const moved = await clone.command('move', [to, '--yes']);
      expect(moved.code, moved.stdout + moved.stderr).toBe(0);
      expect(await firstSample()).toBe(first);
      expect(await disks()).toMatchObject({ folder });
      if (folder)
        expect(readdirSync(`${usb}/weir-data`).sort()).toEqual(['victoria-metrics-data', 'vmagent-data']);
    }
    expect(readdirSync(usb)).toEqual(['lost+found']);
  },
  BUILD_MS,
);
