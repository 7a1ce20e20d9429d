import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { waitFor } from '../../run/exec.ts';
import { projectPrefix, runDir } from '../../run/run-dir.ts';
import type { Engine } from '../../stack/engine.ts';
import { localImages } from '../../stack/images.ts';
import type { FakeGoogle } from './server.ts';

export interface ExporterImage {
  reference: string;
  /** Once its stack is removed. */
  remove(): Promise<void>;
}

/**
 * The exporter's image, led to a fake Google: the same program, with one file more, the authority to trust, and two
 * variables that Go's HTTP client heeds, the proxy and that file. No flag of the exporter names Google's address.
 *
 * A whole stack meets the fake in this way, with its compose file, flags and key file as they ship:
 *
 *     const key = fakeGoogleKey('garden-pond');
 *     const google = await startFakeGoogle(await bridgeAddress(engine), {
 *       accounts: accountsOf(key),
 *       projects: { 'garden-pond': exampleProject('garden-pond', [readGoogleKey(key).email]) },
 *     });
 *     const image = await exporterImage(engine, google);
 *     stack.setEnv({ STACKDRIVER_IMAGE: image.reference });
 *
 * The key then goes where an owner's goes: into the wizard, the settings or `config/gcp/key.json`; its `token_uri` is
 * Google's own. The image has to be there before the stack starts, since no registry has it.
 */
export async function exporterImage(engine: Engine, google: FakeGoogle): Promise<ExporterImage> {
  const shipped = (await localImages(engine)).STACKDRIVER_IMAGE;
  if (!shipped) throw new Error('compose/images/build stackdriver-exporter has not run.');
  const id = `${projectPrefix()}-google-${randomBytes(2).toString('hex')}`;
  const ca = path.join(runDir('google'), `${id}.pem`);
  writeFileSync(ca, google.ca);
  const reference = `weir-test/stackdriver-exporter:${id}`;
  await engine.docker('create', '--name', id, shipped);
  try {
    await engine.docker('cp', ca, `${id}:/google-ca.pem`);
    const variables = [`HTTPS_PROXY=${google.url}`, 'SSL_CERT_FILE=/google-ca.pem'];
    await engine.docker('commit', ...variables.flatMap((one) => ['-c', `ENV ${one}`]), id, reference);
  } finally {
    await engine.docker('rm', id);
  }
  // A container that was removed a moment ago may still hold it.
  const remove = () => engine.docker('image', 'rm', '-f', reference).then(() => true);
  return {
    reference,
    remove: async () => {
      await waitFor(`${reference} to be removed`, remove, { everyMs: 1000 });
    },
  };
}
