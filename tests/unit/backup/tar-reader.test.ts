import { describe, expect, test } from 'vitest';
import { readTar } from '@/lib/server/backup/tar-reader';
import { tarOf } from '@/lib/server/docker/tar';

const file = (path: string, text = 'a: 1\n', mode = 0o640) => ({ path, mode, content: Buffer.from(text) });

/** With bytes of the first header changed, and its sum made right again. */
function withHeader(change: (header: Buffer) => void, archive = tarOf([file('config/a.yml')])): Buffer {
  const changed = Buffer.from(archive);
  const header = changed.subarray(0, 512);
  change(header);
  header.write('        ', 148, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return changed;
}

test('files come out as they were put in', () => {
  const files = [
    file('.env', 'A=1\n', 0o600),
    file('config/a.yml'),
    file('config/empty', ''),
    file('config/b', 'x'.repeat(1025)),
  ];
  expect(readTar(tarOf(files))).toEqual(files);
});

describe('refused is', () => {
  const whole = tarOf([file('config/a.yml')]);
  test.each<[string, Buffer]>([
    ['a link', withHeader((header) => header.write('2', 156))],
    ['a hard link', withHeader((header) => header.write('1', 156))],
    ['a folder', withHeader((header) => header.write('5', 156))],
    ['a device', withHeader((header) => header.write('3', 156))],
    ['an extended header', withHeader((header) => header.write('x', 156))],
    ['a name of a link', withHeader((header) => header.write('/etc/passwd', 157))],
    ['a prefix of the path', withHeader((header) => header.write('/etc', 345))],
    ['another form', withHeader((header) => header.write('other', 257))],
    ['a size that is none', withHeader((header) => header.write('99999999999', 124))],
    ['a size in base 256', withHeader((header) => header.writeUInt8(0x80, 124))],
    ['a size beyond the end', withHeader((header) => header.write('00077777777', 124))],
    ['a path that leads out', tarOf([file('config/../../etc/passwd')])],
    ['a path that begins with dots', tarOf([file('../config/a.yml')])],
    ['a path of its own', tarOf([file('etc/passwd')])],
    ['a path that is the folder', tarOf([file('config/')])],
    ['a path with a blank', tarOf([file('config/a b')])],
    ['the compose file', tarOf([file('docker-compose.yml')])],
    ['a script', tarOf([file('up')])],
    ['a file twice', tarOf([file('.env'), file('.env')])],
    ['a wrong sum', Buffer.from(whole).fill('b', 1, 2)],
    ['one without an end', whole.subarray(0, 1024)],
    ['one that is cut', whole.subarray(0, 700)],
    ['one with something behind its end', Buffer.concat([whole, Buffer.from('more')])],
    ['nothing', Buffer.alloc(0)],
    ['1,001 files', tarOf(Array.from({ length: 1001 }, (_, index) => file(`config/f${index}`)))],
  ])('%s', (_, archive) => {
    expect(() => readTar(archive)).toThrow(/damaged/);
  });
});
