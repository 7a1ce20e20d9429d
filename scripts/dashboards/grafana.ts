import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard, Panel, PanelKind } from '@/lib/dashboards/terms/shape';
import { panelOf } from './grafana-panel.ts';

/** What the data source of a stack in Grafana Cloud is called, everywhere. */
const DATA_SOURCE = 'grafanacloud-prom';

/** Columns, of 24, and lines. */
const SIZES: Record<PanelKind, { w: number; h: number }> = {
  stat: { w: 6, h: 5 },
  state: { w: 12, h: 8 },
  table: { w: 12, h: 8 },
  timeseries: { w: 12, h: 8 },
};

/** From the left to the right, and a new row where one is full. */
function places(panels: readonly Panel[]) {
  let [x, y, high] = [0, 0, 0];
  return panels.map(({ kind }) => {
    const { w, h } = SIZES[kind];
    if (x + w > 24) [x, y, high] = [0, y + high, 0];
    const place = { x, y, w, h };
    x += w;
    high = Math.max(high, h);
    return place;
  });
}

const links = () =>
  new DashboardLinkBuilder('Weir')
    .type(DashboardLinkType.Dashboards)
    .tags(['weir'])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);

const dataSource = () =>
  new DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type('prometheus')
    .current({ text: DATA_SOURCE, value: DATA_SOURCE });

const cluster = () =>
  new QueryVariableBuilder('cluster')
    .label('Pi')
    .datasource({ type: 'prometheus', uid: '${datasource}' })
    .query({ qryType: 1, query: 'label_values(up, cluster)', refId: 'cluster' })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    // What has no such label is not from a Pi.
    .allValue('.+')
    .current({ text: 'All', value: '$__all' });

/** The JSON model of a dashboard, as Grafana imports it. */
export function grafanaDashboard({ id, title, about, panels }: Dashboard): object {
  const builder = new DashboardBuilder(`Weir: ${title}`)
    .uid(`weir-${id}`)
    .description(about)
    .tags(['weir'])
    .timezone('browser')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(dataSource())
    .withVariable(cluster())
    .link(links());
  const grid = places(panels);
  panels.forEach((panel, index) => {
    builder.withPanel(panelOf(panel, index + 1, grid[index] ?? { x: 0, y: 0, w: 24, h: 8 }));
  });
  return builder.build();
}
