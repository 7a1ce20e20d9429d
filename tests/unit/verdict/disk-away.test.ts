import type { ContainerInspectInfo } from 'dockerode';
import { expect, test } from 'vitest';
import { readContainer } from '@/lib/server/docker/containers';
import { disksAway } from '@/lib/server/sampler/steps/services';
import { container } from '../../support/fakes/fake-ports';
import { both, type Change, judge, named, vmagentGone } from '../../support/panel/judge';

const FOLDER = '/mnt/usb/weir-data/vmagent-data';
/** As Docker says it. */
const SAID = `error while mounting volume '/var/lib/docker/volumes/x/_data': failed to mount local volume: mount ${FOLDER}:/var/lib/docker/volumes/x/_data, flags: 0x1000: no such file or directory`;

const seen = (error: string, isRunning = false) =>
  readContainer('vmagent', {
    Id: 'abcdef0123456789',
    State: { Status: isRunning ? 'running' : 'exited', Running: isRunning, ExitCode: 128, Error: error },
    Config: { Image: 'vmagent:1' },
    HostConfig: {},
  } as unknown as ContainerInspectInfo);

test('that a disk is away is read from the engine’s words, while the container does not run', () => {
  expect(seen(SAID).diskAway).toBe(FOLDER);
  expect(seen(SAID, true)).not.toHaveProperty('diskAway');
  expect(seen('driver failed programming external connectivity')).not.toHaveProperty('diskAway');
});

test('it is known by service, and left out where there is none', () => {
  expect(disksAway([container('vmagent', { diskAway: FOLDER }), container('weir')])).toEqual({
    disksAway: { vmagent: FOLDER },
  });
  expect([disksAway([container('weir')]), disksAway(null)]).toEqual([{}, {}]);
});

const away =
  (service: 'vmagent' | 'victoria-metrics'): Change =>
  (_, context) => {
    context.disksAway = { [service]: FOLDER };
  };

test.each([
  ['vmagent-down', both(vmagentGone, named('vmagent', { state: 'exited', exitCode: 128 }), away('vmagent'))],
  [
    'service-exited-victoria-metrics',
    both(named('victoria-metrics', { enabled: true, state: 'exited' }), away('victoria-metrics')),
  ],
])('%s says that its disk is to be mounted', (id, change) => {
  const { findings } = judge(change);
  expect(findings.find((finding) => finding.id === id)?.fix).toContain(`Its data are in ${FOLDER}`);
});
