import { cn } from '@/lib/cn';
import type { LookPanel } from '@/lib/schemas/look/dashboard';
import { LeveledValue } from './leveled-value';
import { PanelFrame, PanelNotes } from './panel-frame';

/** In sight, however far the names are to scroll. A border of a table would not stay with it. */
const VALUE = 'sticky right-0 bg-surface py-1.5 pl-3 shadow-[inset_1px_0_0_var(--color-line)] sm:shadow-none';

/** The newest values as rows. */
export function TablePanel({ panel }: { panel: Extract<LookPanel, { kind: 'table' }> }) {
  const { question, headings, valueHeading, rows } = panel;
  return (
    <PanelFrame panel={panel}>
      <section
        aria-label={`${question} Table`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md"
      >
        <table className="w-full text-left text-sm">
          <caption className="sr-only">{question}</caption>
          <thead className="sticky top-0 bg-surface text-quiet text-xs">
            <tr>
              {headings.map((heading) => (
                <th key={heading} scope="col" className="py-1.5 pr-4 font-normal">
                  {heading}
                </th>
              ))}
              {valueHeading !== null && (
                <th scope="col" className={cn(VALUE, 'font-normal')}>
                  {valueHeading}
                </th>
              )}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map(({ cells, value }) => (
              <tr key={cells.join('\n')} className="align-top">
                {headings.map((heading, column) => (
                  <td key={heading} title={cells[column]} className="py-1.5 pr-4">
                    <span className="inline-block min-w-16 max-w-36 [overflow-wrap:anywhere] sm:max-w-72 md:max-w-xl">
                      {cells[column]}
                    </span>
                  </td>
                ))}
                {valueHeading !== null && (
                  <td className={VALUE}>
                    <LeveledValue panel={panel} value={value} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <PanelNotes panel={panel} />
    </PanelFrame>
  );
}
