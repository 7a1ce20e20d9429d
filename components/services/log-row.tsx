import { memo } from 'react';
import { cn } from '@/lib/cn';
import { formatDateTime, formatTimeOfDay } from '@/lib/format';
import { logWords } from '@/lib/log-words';
import type { NumberedLine } from '@/lib/queries/logs';

const LEVELS: Record<NumberedLine['level'], { word: string; text: string }> = {
  error: { word: 'error', text: 'text-losing font-strong' },
  warn: { word: 'warn', text: 'text-waiting font-strong' },
  info: { word: 'info', text: 'text-quiet' },
  debug: { word: 'debug', text: 'text-quiet' },
  unknown: { word: '', text: 'text-quiet' },
};

/** One line; drawn once, since a line never changes. */
export const LogRow = memo(function LogRow({ line }: { line: NumberedLine }) {
  const { word, text } = LEVELS[line.level];
  const { message, details } = logWords(line.text);
  return (
    <li className="flex gap-3 px-3 py-px hover:bg-surface">
      <time title={formatDateTime(line.atMs)} className="shrink-0 select-none text-quiet">
        {formatTimeOfDay(line.atMs, true)}
      </time>
      <span className={cn('w-10 shrink-0 select-none', text)}>{word}</span>
      <span className="min-w-0 flex-1">
        {message}
        {details !== '' && <span className="text-quiet"> {details}</span>}
      </span>
    </li>
  );
});
