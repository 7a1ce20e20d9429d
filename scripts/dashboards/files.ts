import { readFileSync } from 'node:fs';
import { dashboards } from '@/lib/dashboards/dashboards';
import type { Dashboard } from '@/lib/dashboards/terms/shape';
import { grafanaDashboard } from './grafana.ts';
import { withDashboards } from './page.ts';
import { rulesFile } from './rules-file.ts';

const PAGE = 'docs/dashboards.md';

const jsonOf = (one: Dashboard) => `${JSON.stringify(grafanaDashboard(one), null, 2)}\n`;

/** What `npm run dashboards` writes: texts by path. */
export const generatedFiles = (): Map<string, string> =>
  new Map([
    ...dashboards.map((one) => [`compose/dashboards/weir-${one.id}.json`, jsonOf(one)] as const),
    ['compose/alerts/weir.yaml', rulesFile()],
    [PAGE, withDashboards(readFileSync(PAGE, 'utf8'))],
  ]);
