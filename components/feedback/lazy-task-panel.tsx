'use client';

import { Later } from '@/components/ui/later';

const loadPanel = () => import('./task-panel').then(({ TaskPanel }) => TaskPanel);

/** The panel of a task, apart: it is needed once a button was pressed. */
export function LazyTaskPanel(props: { id: string }) {
  return <Later load={loadPanel} with={props} height="h-48" missing="The progress could not be loaded." />;
}
