import { describe, expect, it } from 'vitest';
import { atLeast, clampApiVersion } from '@/lib/server/docker/api-version';
import { toDockerError } from '@/lib/server/docker/docker-error';
import { AppError } from '@/lib/server/errors';

const refusal = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) server error - ${message} `), {
    statusCode,
    json: { message },
  });

describe('engine errors', () => {
  it.each([
    [{ code: 'ENOENT' }, 'docker-unreachable'],
    [{ code: 'ECONNREFUSED' }, 'docker-unreachable'],
    [{ code: 'ECONNRESET' }, 'docker-unreachable'],
    [{ code: 'EACCES' }, 'docker-denied'],
    [new DOMException('late', 'TimeoutError'), 'timeout'],
    [refusal(404, 'No such container: abc'), 'service-absent'],
    [refusal(404, 'No such image: x:1'), 'image-missing'],
    [refusal(404, 'network x not found'), 'docker-error'],
    [refusal(409, 'Conflict. The name is in use'), 'docker-error'],
    [refusal(500, 'write /x: no space left on device'), 'disk-full'],
    [new Error('odd'), 'docker-error'],
    [undefined, 'docker-error'],
  ])('%o is %s', (error, code) => {
    expect(toDockerError(error).code).toBe(code);
  });

  it('keeps the engine’s words, without its prefix and control characters', () => {
    expect(toDockerError(refusal(500, 'port \u001b[31m8429\u001b[0m\u0007 is taken')).message).toBe(
      'Docker: port 8429 is taken',
    );
  });

  it.each([
    ['driver failed: Bind for 127.0.0.1:8429 failed: port is already allocated', /_PORT/],
    ['error mounting "/stack/config/vmagent" to rootfs: stat /x: no such file or directory', /Launch again/],
    ['invalid mount config for type "bind": bind source path does not exist: /stack/config', /Launch again/],
    ['cannot start a paused container, try unpause instead', /Restart it/],
  ])('says what to do about %j', (words, hint) => {
    expect(toDockerError(refusal(500, words)).hint).toMatch(hint);
  });

  it('leaves an error that is already explained as it is', () => {
    const error = new AppError('invalid-stack', 'x');
    expect(toDockerError(error)).toBe(error);
  });
});

describe('API version', () => {
  it.each([
    ['1.41', '1.12', '1.41'],
    ['1.45', '1.24', '1.45'],
    ['1.51', '1.24', '1.51'],
    ['1.54', '1.44', '1.51'],
    ['1.60', '1.53', '1.53'],
  ])('an engine with %s (lowest %s) is spoken to in %s', (highest, lowest, spoken) => {
    expect(clampApiVersion(highest, lowest)).toBe(spoken);
  });

  it('refuses an engine that is too old, and says so', () => {
    expect(() => clampApiVersion('1.40', '1.12')).toThrow('too old');
  });

  it('compares by number', () => {
    expect(atLeast('1.100', '1.44')).toBe(true);
    expect(atLeast('1.9', '1.44')).toBe(false);
  });
});
