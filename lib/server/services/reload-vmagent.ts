import 'server-only';
import { tailLogs } from '../docker/logs';
import { reload } from '../vmagent/control';

const LOG_TAIL = 100;

/**
 * Makes vmagent read its scrape configuration again, and sees in its metrics that it uses it.
 * @throws AppError verify-failed with the words of its log when it refuses the file, vmagent-unreachable, timeout
 */
export async function reloadVmagent(): Promise<void> {
  await reload({ readLog: () => tailLogs('vmagent', { tail: LOG_TAIL }) });
}
