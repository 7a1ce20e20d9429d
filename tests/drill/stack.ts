import { waitFor } from '../support/run/exec.ts';
import { localImages } from '../support/stack/images.ts';
import { bridgeAddress, type TempStack, tempStack } from '../support/stack/stack.ts';
import { HUNG_IMAGE } from '../support/stack/stand-in-images.ts';
import { makeVersion, removeImages } from '../support/stack/versions.ts';
import { startFakeDestinations } from './fake-destinations.ts';
import { dyingVersion, UPDATE_VERSIONS } from './kinds.ts';

/** Judges its file as it should, and ends when it is watched. */
const DIES = 'case "$*" in *dryRun*) exec "$@";; esac; "$@" & /busybox sleep 12; exit 7';

export interface DrillStack extends TempStack {
  /** Where the fake destinations are. */
  destinations: string;
}

/** A stack that runs all that a change can touch, without any cloud. */
export async function drillStack(name: string): Promise<DrillStack> {
  const stack = await tempStack({
    name,
    env: { COMPOSE_PROFILES: 'local,system,aws', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
    isQuick: true,
    gateway: { VMAGENT_IMAGE: HUNG_IMAGE },
  });
  stack.write('config/vmagent/targets/yace.yml', '- targets: ["yace:5000"]\n');
  const { VMAGENT_IMAGE: image = '' } = await localImages(stack.engine);
  for (const version of UPDATE_VERSIONS) await stack.engine.docker('tag', image, version);
  await makeVersion(stack.engine, image, dyingVersion(stack.project), DIES);
  await stack.compose('up', '-d', 'victoria-metrics', 'vmagent', 'node-exporter', 'yace');
  const isUp = async () => (await fetch(`${stack.env.WEIR_VMAGENT_URL}/health`)).ok;
  await waitFor('vmagent', isUp, { timeoutMs: 60_000 });
  const fakes = await startFakeDestinations(await bridgeAddress(stack.engine));
  return {
    ...stack,
    destinations: fakes.origin,
    remove: async () => {
      await fakes.close();
      await stack.remove();
      for (const made of [`weir-kept/*:${stack.project}`, dyingVersion(stack.project)])
        await removeImages(stack.engine, made);
    },
  };
}
