import 'server-only';
import { type SourceId, sourceIds } from '@/lib/pipeline/components';
import { sourceProfile } from '@/lib/pipeline/records';
import type { SourcesCheck, WizardState } from '@/lib/schemas/wizard';
import { clusterSchema } from '@/lib/schemas/wizard';
import type { Texts } from '../change/records/texts';
import {
  clusterIn,
  type Destination,
  destinationIn,
  isSourceOn,
  profileList,
  variablesIn,
} from '../stack/settings';
import type { SourceDoctor, SourceFiles } from '../stack/source-files';
import { readStackTexts, readTemplates, withTemplates } from '../stack/stack-texts';
import { type Aws, aws } from './aws/aws';
import { type Gcp, gcp } from './gcp/gcp';

/** What is measured, secrets included; of this machine only whether. */
export interface Sources {
  pi: boolean;
  containers: boolean;
  aws: Aws;
  gcp: Gcp;
}
const byId = { aws, gcp };
/** Who asks them, loaded when they are asked. */
const doctors = {
  aws: async () => (await import('./aws/doctor/aws-doctor')).awsDoctor,
  gcp: async () => (await import('./gcp/doctor/gcp-doctor')).gcpDoctor,
};
/** A source that is asked for more than whether it is on. */
export type CloudId = keyof typeof byId;
type Cloud = SourceFiles<Sources[CloudId], object, { ok: boolean; message: string }>;

export const cloudIds = Object.keys(byId) as CloudId[];
/** What the server knows of a cloud; whoever asks gives it what is its own. */
export const cloud = (id: CloudId) => byId[id] as unknown as Cloud;
export const cloudDoctor = async (id: CloudId) =>
  (await doctors[id]()) as unknown as SourceDoctor<Sources[CloudId]>;

const each = <T>(ids: readonly SourceId[], value: (id: SourceId) => unknown) =>
  Object.fromEntries(ids.map((id) => [id, value(id)])) as T;
export const asCloud = (id: SourceId): CloudId | null => cloudIds.find((one) => one === id) ?? null;

/** Nothing is on, and nothing known. */
export const NO_SOURCES = each<Sources>(sourceIds, (id) => byId[id as CloudId]?.none ?? false);

/** What the texts collect. @throws AppError invalid-stack */
export function sourcesIn(texts: Texts): Sources {
  const active = profileList(variablesIn(texts)('COMPOSE_PROFILES'));
  return each<Sources>(sourceIds, (id) => {
    const isOn = active.includes(sourceProfile(id));
    return byId[id as CloudId]?.read(texts, isOn) ?? isOn;
  });
}

/** Sources for the browser, secrets masked. */
export function shownSources(sources: Sources): NonNullable<WizardState['sources']> {
  return each(sourceIds, (id) => {
    const known = asCloud(id);
    return known ? cloud(known).shown(sources[known]) : { enabled: sources[id] };
  });
}

/** What can be told about the credentials of the sources that are on, without asking a cloud. */
export function checkSources(sources: Sources): SourcesCheck {
  return each(cloudIds, (id) =>
    isSourceOn(sources, id) ? cloud(id as CloudId).check(sources[id as CloudId]) : null,
  );
}

/** Everything that the wizard asks for, secrets included: never leaves the server as it is. */
export interface Settings {
  destination: Destination;
  sources: Sources;
  cluster: string;
}

/** The settings in the files now; before a first start, those of the templates. @throws AppError invalid-stack */
export async function readSettings(): Promise<Settings> {
  return settingsIn(withTemplates((await readStackTexts()).texts, await readTemplates()));
}

/** The same of texts. */
export const settingsIn = (texts: Texts): Settings => ({
  destination: destinationIn(texts),
  sources: sourcesIn(texts),
  cluster: clusterSchema.safeParse(clusterIn(texts)).data ?? '',
});
