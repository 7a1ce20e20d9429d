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

/** One line; drawn once, since a line never changes. On a phone it is one run of text: columns leave no room. */
export const LogRow = memo(function LogRow({ line }: { line: NumberedLine }) {
  const { word, text } = LEVELS[line.level];
  const { message, details } = logWords(line.text);
  return (
    <li className="px-3 py-px hover:bg-surface sm:flex sm:gap-3">
      <time title={formatDateTime(line.atMs)} className="mr-2 shrink-0 select-none text-quiet sm:mr-0">
        {formatTimeOfDay(line.atMs, true)}
      </time>
      <span className={cn('shrink-0 select-none sm:mr-0 sm:w-10', word && 'mr-2', text)}>{word}</span>
      <span className="min-w-0 flex-1">
        {message}
        {details !== '' && <span className="text-quiet"> {details}</span>}
      </span>
    </li>
  );
});
