import 'server-only';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import {
  type DestinationSample,
  destinationKinds,
  type ServiceName,
  serviceNameSchema,
} from '@/lib/schemas/snapshot';
import { parseCompose } from '../docker/compose-spec';
import { env } from '../env';
import { logger } from '../logger';
import type { StackSettings } from '../sampler/ports';
import { parseEnv } from '../stack/env-file';
import { readStackFile } from '../stack/file-store';
import { type StackFileId, stackFile } from '../stack/stack-files';
import { parseByteSize } from '../vmagent/byte-size';

const DEFAULT_URL = 'http://victoria-metrics:8428/api/v1/write';
const FILES: StackFileId[] = ['compose', 'env', 'vmagent-config'];

async function stamp(id: StackFileId): Promise<string> {
  const info = await stat(path.join(env().stackDir, stackFile(id).relative)).catch(() => null);
  return info ? `${info.ino}-${info.size}-${info.mtimeMs}` : 'none';
}

/**
 * What the stack's files say, read again only when one of them has changed.
 * @throws AppError invalid-stack when `.env` or a file cannot be read at all
 */
export function createSettingsReader(): () => Promise<StackSettings> {
  let stamps = '';
  let settings: StackSettings | null = null;
  return async () => {
    const now = (await Promise.all(FILES.map(stamp))).join(' ');
    if (settings === null || now !== stamps) {
      settings = await readSettings();
      stamps = now;
    }
    return settings;
  };
}

async function readSettings(): Promise<StackSettings> {
  const [compose, envText, config] = await Promise.all(FILES.map(readStackFile));
  const variables = parseEnv(envText ?? '');
  const model = readModel(compose ?? '', variables);
  return {
    cluster: clusterOf(config ?? ''),
    destination: destinationOf(variables),
    enabled: model.enabled,
    images: model.images,
    bufferCapBytes: parseByteSize(variables.REMOTE_WRITE_MAX_DISK_USAGE || '1GiB'),
    yaceIntervalSeconds: Number.parseInt(variables.YACE_SCRAPING_INTERVAL ?? '', 10) || 300,
  };
}

function readModel(text: string, variables: Record<string, string>) {
  const enabled = new Set<ServiceName>();
  const images = new Map<ServiceName, string>();
  try {
    const model = parseCompose(text, variables, { project: env().project, projectDir: env().stackDir });
    for (const [key, service] of model.services) {
      const name = serviceNameSchema.safeParse(key);
      if (!name.success) continue;
      if (model.enabled.has(key)) enabled.add(name.data);
      if (service.image) images.set(name.data, service.image);
    }
  } catch (error) {
    // Shown where the stack is started; here only what is switched on stays unknown.
    logger().debug({ err: error }, 'the compose file cannot be read');
  }
  return { enabled, images };
}

function clusterOf(text: string): string | null {
  try {
    const config = parse(text) as { global?: { external_labels?: { cluster?: unknown } } } | null;
    const cluster = config?.global?.external_labels?.cluster;
    return typeof cluster === 'string' || typeof cluster === 'number' ? String(cluster) : null;
  } catch {
    return null;
  }
}

/** Credentials and query have no place in what every viewer gets. */
function destinationOf(variables: Record<string, string>): DestinationSample {
  const url = URL.parse(variables.REMOTE_WRITE_URL || DEFAULT_URL);
  const kind = destinationKinds.find((known) => known === variables.WEIR_DESTINATION) ?? 'local';
  return { kind, url: url ? `${url.protocol}//${url.host}${url.pathname}` : '' };
}
