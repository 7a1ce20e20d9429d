'use client';

import { SettingsFrame } from '../settings-frame';
import { IntervalsForm } from './intervals-form';
import { OwnJobs } from './own-jobs';

export function IntervalsPage() {
  return (
    <SettingsFrame page="intervals">
      {(settings) => (
        <>
          <IntervalsForm settings={settings} />
          <OwnJobs jobs={settings.ownJobs} />
        </>
      )}
    </SettingsFrame>
  );
}
