import 'server-only';
import type { Settings as SettingsView } from '@/lib/schemas/settings/settings';
import { secretInfo } from '../../files/secrets/names';
import { readGcpKey } from '../../setup/answers/sources-check';
import { type Sources, sourcesIn } from '../../stack/settings';
import { changeSources } from './change-sources';
import type { Section } from './section';

export const NO_SOURCES: Sources = {
  pi: false,
  containers: false,
  aws: { enabled: false, accessKeyId: '', secretAccessKey: '', regions: [] },
  gcp: { enabled: false, projectId: '', keyJson: null },
};

/** What is measured. */
export const sources: Section<'sources'> = {
  view: ({ texts, read }) => shownSources(read(() => sourcesIn(texts), NO_SOURCES)),
  change: changeSources,

  // AWS on, with a region that no job has.
  tries: ({ sources: { pi, containers, aws, gcp } }) => ({
    part: 'sources.aws.regions',
    changes: [
      {
        field: 'sources.aws.regions',
        wanted: {
          pi,
          containers,
          aws: { enabled: true, accessKeyId: aws.accessKeyId, regions: [...aws.regions, 'xx-trial-1'] },
          gcp: { enabled: gcp.enabled, projectId: '' },
        },
      },
    ],
  }),
};

/** Sources for the browser. */
export function shownSources({ pi, containers, aws, gcp }: Sources): SettingsView['sources'] {
  return {
    pi: { enabled: pi },
    containers: { enabled: containers },
    aws: {
      enabled: aws.enabled,
      accessKeyId: aws.accessKeyId,
      secret: secretInfo(aws.secretAccessKey),
      regions: aws.regions,
    },
    gcp: { enabled: gcp.enabled, projectId: gcp.projectId, keyEmail: readGcpKey(gcp.keyJson).email },
  };
}
