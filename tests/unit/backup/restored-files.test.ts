import { expect, test } from 'vitest';
import { byHand, restoredFiles } from '@/lib/server/backup/restored-files';
import type { WritableStackFileId } from '@/lib/server/files/stack-files';
import { shippedTexts } from '../../support/fixtures/shipped-texts';

const CONFIG = (cluster: string) =>
  `global:\n  external_labels:\n    # the attic\n    cluster: ${cluster}\n    site: home\nscrape_configs: []\n`;
const file = (path: string, text: string | Buffer, mode = 0o600) => ({
  path,
  mode,
  content: Buffer.from(text),
});
const about = { madeAtMs: Date.parse('2026-11-30T21:04:00Z'), cluster: 'pi-attic' };

function restore(
  files: ReturnType<typeof file>[],
  cluster: string,
  over: Partial<Record<WritableStackFileId, string>> = {},
) {
  const current = shippedTexts({ 'vmagent-config': CONFIG('pi-shed'), ...over });
  return restoredFiles(about, files, { cluster, current, timeZone: 'Europe/Berlin' });
}

const env = (over: string) => file('.env', `REMOTE_WRITE_TOKEN='glc_old'\n${over}`);
const ENV_NOW = 'WEIR_UID=1001\nVMAGENT_PORT=9429\nWEIR_BACKUP_DIR=/mnt/usb\nREMOTE_WRITE_TOKEN=glc_new\n';

test('settings become those of the backup; what is of the machine stays', () => {
  const then = env(
    'COMPOSE_PROFILES=aws,system\nWEIR_UID=1000\nVMAGENT_PORT=8429\nWEIR_IMAGE=evil/weir\nWEIR_BACKUP_DIR=/etc\nWEIR_PORT=80\n# mine\n',
  );
  const { texts, title, notes } = restore(
    [then, file('config/vmagent/prometheus.yml', CONFIG('pi-attic'))],
    'pi-attic',
    {
      env: ENV_NOW,
    },
  );
  expect(texts.get('env')).toBe(
    "REMOTE_WRITE_TOKEN='glc_old'\nCOMPOSE_PROFILES=aws,system\nWEIR_UID=1001\nVMAGENT_PORT=9429\nWEIR_BACKUP_DIR=/mnt/usb\n# mine\n",
  );
  expect(texts.get('vmagent-config')).toBe(CONFIG('pi-attic'));
  expect(title).toBe('Restored from the backup of 30 Nov, 22:04');
  expect(notes?.join('\n')).toMatch(/is not in the backup; the present one stays/);
});

test('another Pi gets a name of its own, and nothing else of the file changes', () => {
  const { texts, notes } = restore(
    [env(''), file('config/vmagent/prometheus.yml', CONFIG('pi-attic'))],
    'pi-cellar',
  );
  expect(texts.get('vmagent-config')).toBe(CONFIG('pi-cellar'));
  expect(notes).toContain('This Pi writes as pi-cellar; what pi-attic has written stays under its own name.');
});

test('files that the panel does not know are named, and never written', () => {
  const files = [env(''), file('config/vmagent/own.yml', 'a: 1\n'), file('.weir/auth.json', '{}')];
  expect(byHand(files)).toEqual(['config/vmagent/own.yml']);
  expect([...restore(files, 'pi-attic').texts.values()]).not.toContain('a: 1\n');
});

test('a file that is no text is refused', () => {
  expect(() => restore([file('.env', Buffer.from([0xff, 0xfe, 0xfd]))], 'pi-attic')).toThrow(/not UTF-8/);
});
