import 'server-only';
import { component, offeredSources, sourceProfile, sourceService, targetOf } from '@/lib/pipeline/services';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { isStackContainer } from '../../docker/home';
import { parseEnv, setEnv } from '../../files/env/env-file';
import { readStackFile, readStackTemplate, type StackFileChange } from '../../files/file-store';
import { stackFile, type WritableStackFileId } from '../../files/stack-files';
import { inFile } from '../../files/yaml/edit';
import { setScalar } from '../../files/yaml/keys';
import { yaceText } from '../../settings/sections/yace-text';
import { isSourceOn, NO_PASSWORD, profileList, type Settings, wantedUrl } from '../../stack/settings';
import { isEmptyTarget, targetText } from '../../stack/target-text';

export interface PlannedFile extends StackFileChange {
  /** Null: the file is not there yet. */
  before: string | null;
}

/**
 * The files as they must be for these settings, unchanged ones too: each is the live file, or the one that ships,
 * with the fewest bytes changed.
 * @param images names of images that were made on this machine, for `.env`
 * @throws AppError invalid-stack when a file was changed by hand in a way that cannot be edited
 */
export async function planFiles(
  settings: Settings,
  images: ReadonlyMap<ServiceName, string> = new Map(),
): Promise<PlannedFile[]> {
  const { sources, cluster } = settings;
  const files = [
    await plan('env', (text) => envText(text, settings, images)),
    await planYaml('vmagent-config', (text) =>
      setScalar(text, ['global', 'external_labels', 'cluster'], cluster),
    ),
    await planYaml('yace-config', (text) =>
      sources.aws.enabled ? yaceText(text, sources.aws.regions) : text,
    ),
    await plan('gcp-metrics', (text) => text),
    await plan('textfile-readme', (text) => text),
  ];
  for (const source of offeredSources) {
    const job = sourceService(source);
    files.push(
      await plan(`vmagent-target/${job}`, (text) =>
        targetText(text, targetOf(job), isSourceOn(sources, source)),
      ),
    );
  }
  // A panel that runs elsewhere has no name on the stack's network; where it has one, its owner decides.
  const hasName = await isStackContainer();
  files.push(
    await plan('vmagent-target/weir', (text) => (hasName ? text : targetText(text, targetOf('weir'), false))),
  );
  const { enabled, keyJson } = sources.gcp;
  if (enabled && keyJson !== null) files.push(await plan('gcp-key', () => keyJson));
  return files;
}

export function changedFiles(files: PlannedFile[]): PlannedFile[] {
  return files.filter(({ before, text }) => before !== text);
}

/** Is this the target list of a source that is switched on now? Its exporter must run before vmagent asks it. */
export function isNewTarget({ id, before, text }: PlannedFile): boolean {
  return id.startsWith('vmagent-target/') && before !== text && !isEmptyTarget(text);
}

async function plan(id: WritableStackFileId, edit: (text: string) => string): Promise<PlannedFile> {
  const before = await readStackFile(id);
  const base = before ?? (await readStackTemplate(id)) ?? '';
  return { id, before, text: edit(base) };
}

function planYaml(id: WritableStackFileId, edit: (text: string) => string): Promise<PlannedFile> {
  return plan(id, (text) => inFile(stackFile(id).relative, () => edit(text)));
}

function envText(
  text: string,
  { destination, sources }: Settings,
  images: ReadonlyMap<ServiceName, string>,
): string {
  const { aws, gcp } = sources;
  const variables = parseEnv(text);
  const now = profileList(variables.COMPOSE_PROFILES ?? '');
  const wanted: string[] = [
    ...offeredSources.filter((source) => isSourceOn(sources, source)).map(sourceProfile),
    ...(destination.kind === 'local' ? ['local'] : []),
  ];
  const known: string[] = [...offeredSources.map(sourceProfile), 'local'];
  const stay = now.filter((name) => wanted.includes(name) || !known.includes(name));
  const active = [...stay, ...wanted.filter((name) => !stay.includes(name))];
  // Another region of the list is somebody's choice.
  const isRegionKept = aws.regions.length === 0 || aws.regions.includes(variables.AWS_REGION ?? '');
  return setEnv(text, {
    ...Object.fromEntries([...images].map(([service, image]) => [component(service).image.variable, image])),
    ...(active.join() !== now.join() && { COMPOSE_PROFILES: active.join(',') }),
    WEIR_DESTINATION: destination.kind,
    REMOTE_WRITE_URL: wantedUrl(destination),
    REMOTE_WRITE_USERNAME: destination.username,
    REMOTE_WRITE_TOKEN: destination.secret || NO_PASSWORD,
    ...(aws.enabled && {
      AWS_ACCESS_KEY_ID: aws.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
      ...(!isRegionKept && { AWS_REGION: aws.regions[0] ?? '' }),
    }),
    ...(gcp.enabled && { GCP_PROJECT_ID: gcp.projectId }),
  });
}
