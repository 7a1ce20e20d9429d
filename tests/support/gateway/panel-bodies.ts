import { readFileSync } from 'node:fs';
import path from 'node:path';
import { serviceNames } from '@/lib/pipeline/components';
import { createOptions } from '@/lib/server/compose/create/options';
import { parseCompose, serviceOf } from '@/lib/server/compose/reader/spec';
import { parseEnv } from '@/lib/server/files/env/env-file';
import type { Json } from './mutations.ts';

/** What the panel sends to have the container of a service made, by the files in `dir`. */
export function panelBody(
  dir: string,
  project: string,
  service: string,
  imageId: string | null = null,
): { name: string; body: { [key: string]: Json }; image: string } {
  const read = (file: string) => readFileSync(path.join(dir, file), 'utf8');
  const own = new Set<string>(serviceNames);
  const model = parseCompose(read('docker-compose.yml'), parseEnv(read('.env')), {
    project,
    projectDir: dir,
    own,
  });
  const options = createOptions(model, service, { imageId, number: 1, inherited: [], release: '5.0.0' });
  return {
    name: `${project}-${service}-1`,
    body: JSON.parse(JSON.stringify(options)),
    image: serviceOf(model, service).image ?? '',
  };
}
