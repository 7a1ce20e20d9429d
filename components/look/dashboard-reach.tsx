import { Segmented } from '@/components/ui/segmented';
import { type DashboardView, type LookPis, type LookSpan, spanAmong } from '@/lib/schemas/look/dashboard';

const LABELS: Record<LookSpan, string> = {
  '1': '1 h',
  '6': '6 h',
  '24': '24 h',
  '168': '7 d',
  '336': '14 d',
  all: 'All',
};
/** What every place offers. */
const EVERYWHERE: readonly LookSpan[] = ['1', '6', '24', '168'];

const PIS: { value: LookPis; label: string }[] = [
  { value: 'this', label: 'This Pi' },
  { value: 'all', label: 'All Pis' },
];

interface DashboardReachProps {
  /** Undefined: it is not here yet. */
  view: Exclude<DashboardView, { state: 'elsewhere' }> | undefined;
  span: LookSpan;
  pis: LookPis;
  onChange(span: LookSpan, pis: LookPis): void;
}

/** How far back a dashboard looks, and whose data it shows where several Pis send to one place. */
export function DashboardReach({ view, span, pis, onChange }: DashboardReachProps) {
  const shown = view ? (spanAmong(view.spans, span) ?? span) : span;
  const options = (view?.spans ?? EVERYWHERE).map((value) => ({ value, label: LABELS[value] }));
  return (
    <div className="flex flex-wrap gap-3">
      {view?.state === 'read' && view.pis !== null && (
        <Segmented
          legend="Whose data"
          name="pis"
          options={PIS}
          value={pis}
          onChange={(next) => onChange(shown, next)}
        />
      )}
      <Segmented
        legend="How far back"
        name="span"
        options={options}
        value={shown}
        onChange={(next) => onChange(next, pis)}
      />
    </div>
  );
}
