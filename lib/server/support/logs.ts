import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { engineAnswers } from '../docker/engine';
import { tailLogs } from '../docker/logs';
import { AppError } from '../errors';
import { recentLog } from '../logger';
import { askVmagent } from '../vmagent/client';

const LINES = 500;
/** From here on the engine's reader may have cut a line, and with it a secret. */
const CUT_CHARS = 8000;
const METRICS =
  /^(?:flag\{|vmagent_|vm_promscrape_|vm_persistentqueue_|vm_app_|vm_log_messages_total|vm_rows_|vm_relabel_|vm_available_|process_|go_goroutines|go_memstats_(?:sys|heap_inuse)_bytes)/;
/** The steps of histograms are many and say little. */
const STEPS = /[{,](?:vmrange|le)="/;

/** Asks the engine once, however often it is called: one that hangs is waited for once, not for each service. */
export function engineAsked(): () => Promise<boolean> {
  let answer: Promise<boolean> | null = null;
  return () => {
    answer ??= engineAnswers();
    return answer;
  };
}

/** The end of a service's log; of the panel's own what it remembers where the engine cannot be asked. */
export async function logText(name: ServiceName, answers: () => Promise<boolean>): Promise<string> {
  try {
    return await engineLog(name, answers);
  } catch (error) {
    if (name !== 'weir' || recentLog().length === 0) throw error;
    const why = error instanceof AppError ? error.message : 'The engine’s log could not be read.';
    return [`(${why} These are the panel’s last lines since its start.)\n`, ...recentLog()].join('');
  }
}

async function engineLog(name: ServiceName, answers: () => Promise<boolean>): Promise<string> {
  if (!(await answers())) throw new AppError('docker-unreachable', 'The Docker engine does not answer.');
  const lines = await tailLogs(name, { tail: LINES });
  if (lines.length === 0) return '(The log is empty.)\n';
  return lines.map(({ atMs, text }) => `${new Date(atMs).toISOString()} ${wholeWords(text)}\n`).join('');
}

function wholeWords(text: string): string {
  return text.length < CUT_CHARS ? text : `${text.slice(0, CUT_CHARS).replace(/(?<!\S)\S*$/, '')}[cut]`;
}

/** vmagent's counters about itself. @throws AppError vmagent-unreachable, timeout */
export async function vmagentMetrics(): Promise<string> {
  const { body } = await askVmagent('/metrics').catch((error: unknown) => {
    const why = error instanceof AppError ? error.message.replace(/\.$/, '') : 'it failed';
    throw new AppError('vmagent-unreachable', `vmagent does not answer (${why}).`);
  });
  const lines = body.split('\n').filter((line) => METRICS.test(line) && !STEPS.test(line));
  return `${lines.join('\n')}\n`;
}
