'use client';

import { Later } from '@/components/ui/later';

const loadPanel = () => import('./job-panel').then(({ JobPanel }) => JobPanel);

/** The panel of a job, apart: it is needed once a button was pressed. */
export function LazyJobPanel(props: { id: string }) {
  return <Later load={loadPanel} with={props} height="h-48" missing="The progress could not be loaded." />;
}
