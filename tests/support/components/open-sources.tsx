import { SettingsFrame } from '@/components/settings/settings-frame';
import { SourcesForm } from '@/components/settings/sources/sources-form';
import type { Settings } from '@/lib/schemas/settings/settings';
import { applyJobs, emptyPlan, settings } from '../fixtures/settings-fixtures';
import { sourceImages } from '../fixtures/wizard-fixtures';
import { type Answers, fakeApi } from './fake-api';
import { show } from './show';

type Sources = Settings['sources'];

export interface GivenSources {
  aws?: Partial<Sources['aws']>;
  gcp?: Partial<Sources['gcp']>;
  locked?: Settings['locked'];
}

/** The form of the sources in the settings, with a panel that takes every change. @param words of each plan */
export function openSources(given: GivenSources = {}, answers: Answers = {}, words: string[] = []) {
  const { sources } = settings;
  const { aws, gcp, locked = {} } = given;
  const api = fakeApi({
    'GET /api/settings': {
      ...settings,
      sources: { ...sources, aws: { ...sources.aws, ...aws }, gcp: { ...sources.gcp, ...gcp } },
      locked,
    },
    'GET /api/wizard/images': sourceImages,
    'POST /api/wizard/sources/check': { aws: null, gcp: null },
    'POST /api/settings/preview': { ...emptyPlan, words },
    'PUT /api/settings': { taskId: 'apply-1' },
    'GET /api/tasks/apply-1': applyJobs.succeeded,
    ...answers,
  });
  return { ...api, ...show(<SettingsFrame page="sources" Form={SourcesForm} />, '/settings/sources') };
}
