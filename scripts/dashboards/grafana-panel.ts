import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  type GridPos,
  MappingType,
  type Panel as PanelModel,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as SeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { AS_SHIPPED, thresholdsOf } from '@/lib/dashboards/terms/movable';
import type { Panel, State, Thresholds, Unit } from '@/lib/dashboards/terms/shape';

type OfKind<K extends Panel['kind']> = Extract<Panel, { kind: K }>;
type AnyBuilder = StatBuilder | StateBuilder | TableBuilder | SeriesBuilder;

const UNITS: Record<Unit, string> = {
  bytes: 'bytes',
  'bytes-per-second': 'binBps',
  celsius: 'celsius',
  cores: 'none',
  count: 'short',
  milliseconds: 'ms',
  // Grafana's moments are in milliseconds.
  moment: 'none',
  number: 'none',
  'per-second': 'cps',
  percent: 'percent',
  seconds: 's',
  share: 'percentunit',
};
const COLOURS: Record<State['level'], string> = { good: 'green', warning: 'orange', critical: 'red' };

/** Grafana’s steps go up, the first from the least on. */
function steps(thresholds: Thresholds | undefined) {
  const { good, warning: orange, critical: red } = COLOURS;
  if (thresholds === undefined) return [{ value: null, color: good }];
  const { side, warning, critical } = thresholdsOf(thresholds, AS_SHIPPED);
  if (side === 'above')
    return [
      { value: null, color: good },
      { value: warning, color: orange },
      ...(critical === undefined ? [] : [{ value: critical, color: red }]),
    ];
  return [
    ...(critical === undefined
      ? [{ value: null, color: orange }]
      : [
          { value: null, color: red },
          { value: critical, color: orange },
        ]),
    { value: warning, color: good },
  ];
}

const mappings = (states: readonly State[]): ValueMapping[] => [
  {
    type: MappingType.ValueToText,
    options: Object.fromEntries(
      states.map(({ value, words, level }, index) => [
        String(value),
        { text: words, color: COLOURS[level], index },
      ]),
    ),
  },
];

function targets({ kind, expressions }: Panel): DataqueryBuilder[] {
  return expressions.map(({ promql, legend }, index) => {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode(65 + index))
      .expr(promql)
      .legendFormat(legend);
    if (kind === 'table') return query.instant().format(PromQueryFormat.Table);
    return kind === 'stat' ? query.instant() : query.range();
  });
}

const bottomLegend = () =>
  new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(true);
const ownColour = () => new FieldColorBuilder().mode(FieldColorModeId.Thresholds);

function series(panel: OfKind<'timeseries'>): SeriesBuilder {
  const { unit, thresholds } = panel;
  const style = thresholds === undefined ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.Dashed;
  const builder = new SeriesBuilder()
    .legend(bottomLegend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .lineWidth(1)
    .fillOpacity(8)
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(style))
    // What is missing is missing, and no line across.
    .spanNulls(false);
  return unit === 'celsius' ? builder : builder.axisSoftMin(0);
}

const stat = (): StatBuilder =>
  new StatBuilder()
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .colorMode(BigValueColorMode.Value)
    // The newest value alone is asked for.
    .graphMode(BigValueGraphMode.None)
    .colorScheme(ownColour());

const state = ({ states }: OfKind<'state'>): StateBuilder =>
  new StateBuilder().mappings(mappings(states)).mergeValues(true).colorScheme(ownColour());

function table({ columns, value, links = {} }: OfKind<'table'>): TableBuilder {
  const shown = Object.keys({ ...columns, ...links });
  const builder = new TableBuilder();
  // Grafana makes no link of what is no web address.
  const link = [{ title: 'Open', url: '${__value.raw}', targetBlank: true }];
  for (const heading of Object.values(links)) builder.overrideByName(heading, [{ id: 'links', value: link }]);
  return builder.withTransformation({
    id: 'organize',
    options: {
      excludeByName: { Time: true, ...(value === null ? { Value: true } : {}) },
      indexByName: Object.fromEntries([...shown, 'Value'].map((name, index) => [name, index])),
      renameByName: { ...columns, ...links, ...(value === null ? {} : { Value: value }) },
    },
  });
}

function ofKind(panel: Panel): AnyBuilder {
  switch (panel.kind) {
    case 'timeseries':
      return series(panel);
    case 'stat':
      return stat();
    case 'state':
      return state(panel);
    case 'table':
      return table(panel);
  }
}

/** One panel of Grafana. */
export function panelOf(panel: Panel, id: number, place: GridPos): Builder<PanelModel> {
  const { question, note, emptyWhen, unit, thresholds } = panel;
  const config = new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(thresholds));
  const builder = ofKind(panel)
    .id(id)
    .title(question)
    .datasource({ type: 'prometheus', uid: '${datasource}' })
    .gridPos(place)
    .unit(UNITS[unit])
    .thresholds(config)
    .targets(targets(panel));
  const about = [note, emptyWhen && `Empty? ${emptyWhen}`].filter(Boolean).join(' ');
  return about === '' ? builder : builder.description(about);
}
