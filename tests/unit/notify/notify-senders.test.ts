import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel } from '@/lib/server/notify/channels/channel';
import { sendMessage } from '@/lib/server/notify/channels/channels';
import { sendPing } from '@/lib/server/notify/dead-man';
import { composeMessage } from '@/lib/server/notify/message';
import { isLoopbackAddress } from '@/lib/server/outbound/address-guard';
import type { OutboundOptions } from '@/lib/server/outbound/safe-addresses';
import {
  certificateFor,
  httpReceiver,
  lanAddress,
  MAIL_LOGIN,
  type MailServer,
  mailServer,
  type Receiver,
} from '../../support/fakes/receivers';
import { MINUTE, NOON, newsOf, ntfyChannel } from '../../support/fixtures/notify-fixtures';

const message = composeMessage({
  id: 'abcdefabcdef',
  cluster: 'attic-pi',
  atMs: NOON + 3 * MINUTE,
  timeZone: 'UTC',
  news: [
    newsOf('loss-rejected', { severity: 'losing', title: 'Grafana weist Daten zurück – “out of order”.' }),
  ],
});
const webhook = (url: string, over: Partial<Channel<'webhook'>> = {}): Channel<'webhook'> => ({
  kind: 'webhook',
  id: 'cccccccccccc',
  name: 'Hook',
  isOn: true,
  url,
  headerName: '',
  headerValue: '',
  ...over,
});
const resolveTo =
  (...addresses: string[]): NonNullable<OutboundOptions['resolve']> =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
const lan = resolveTo(lanAddress());

let receiver: Receiver;
beforeEach(async () => {
  receiver = await httpReceiver();
});
afterEach(() => receiver.stop());

describe('ntfy', () => {
  test('gets topic, title, text, priority and the token, in any script', async () => {
    const channel = ntfyChannel({ server: receiver.origin, hasToken: true, token: 'tk_secret' });
    const result = await sendMessage(channel, message, {});
    expect(result).toMatchObject({ wasSent: true, status: 200 });
    expect(receiver.seen).toHaveLength(1);
    expect(receiver.seen[0]).toMatchObject({
      method: 'POST',
      path: '/',
      headers: { authorization: 'Bearer tk_secret', 'content-type': 'application/json' },
    });
    expect(JSON.parse(receiver.seen[0]?.body ?? '')).toMatchObject({
      topic: 'weir',
      title: 'attic-pi: Losing data: Grafana weist Daten zurück – “out of order”.',
      message: message.text,
      priority: 5,
      sequence_id: message.id,
    });
  });

  test('no token, no header', async () => {
    await sendMessage(ntfyChannel({ server: receiver.origin }), message, {});
    expect(receiver.seen[0]?.headers.authorization).toBeUndefined();
  });
});

describe('a webhook', () => {
  test('gets the documented shape and its own header', async () => {
    const secret = { headerName: 'X-Pond-Key', headerValue: 'hush' };
    await sendMessage(webhook(`${receiver.origin}/hooks/1?a=b`, secret), message, {});
    expect(receiver.seen[0]).toMatchObject({
      method: 'POST',
      path: '/hooks/1?a=b',
      headers: { 'x-pond-key': 'hush', 'idempotency-key': message.id },
    });
    const { text, ...body } = JSON.parse(receiver.seen[0]?.body ?? '');
    expect(text).toContain('What to do: Put in a new token.');
    expect(body).toEqual({
      version: 1,
      id: message.id,
      sentAt: '2026-11-22T12:03:00.000Z',
      cluster: 'attic-pi',
      title: message.title,
      findings: [
        {
          id: 'loss-rejected',
          incident: 'incident of loss-rejected',
          event: 'opened',
          severity: 'losing',
          title: 'Grafana weist Daten zurück – “out of order”.',
          consequence: 'Nothing is lost yet.',
          fix: 'Put in a new token.',
          since: '2026-11-22T12:00:00.000Z',
          until: null,
        },
      ],
    });
  });

  test('an answer’s body is not read, not shown, and not waited for', async () => {
    let isClosed = false;
    receiver.answer = (_, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      response.writeHead(500);
      const more = () => {
        if (!response.destroyed) response.write('<script>'.repeat(1000), () => setImmediate(more));
      };
      more();
    };
    const result = await sendMessage(webhook(receiver.origin), message, {});
    expect(result).toMatchObject({ wasSent: false, status: 500 });
    expect(JSON.stringify(result)).not.toContain('script');
    await expect.poll(() => isClosed).toBe(true);
  });

  test('follows no redirect, and does not say where it leads', async () => {
    const other = await httpReceiver();
    receiver.answer = (_, response) => response.writeHead(307, { location: other.origin }).end();
    const result = await sendMessage(webhook(receiver.origin), message, {});
    expect(result).toMatchObject({ wasSent: false, status: 307 });
    expect(JSON.stringify(result)).not.toContain(String(other.port));
    expect(other.seen).toEqual([]);
    await other.stop();
  });

  test.each([
    [401, {}, /refuses it/, null],
    [404, {}, /knows nothing at this address/, null],
    [429, { 'retry-after': '120' }, /too many messages/, 120],
    [503, { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, /failure of its own/, 0],
    [503, { 'retry-after': 'soon' }, /failure of its own/, null],
    [422, {}, /does not take the message/, null],
  ])('status %i is said in words', async (status, headers, words, retryAfterSeconds) => {
    receiver.answer = (_, response) => response.writeHead(status, headers).end('secret words');
    const result = await sendMessage(webhook(receiver.origin), message, {});
    expect(result).toMatchObject({ wasSent: false, status, retryAfterSeconds });
    expect(result.message).toMatch(words);
    expect(result.message).toContain(`status ${status}`);
  });

  test('a server that says nothing is given up', async () => {
    receiver.answer = () => undefined;
    const result = await sendMessage(webhook(receiver.origin), message, { limitMs: 200 });
    expect(result).toMatchObject({ wasSent: false, status: null, message: expect.stringMatching(/in time/) });
  });

  test('a closed port, a server without TLS and a name that is none are told apart', async () => {
    const url = receiver.origin.replace('http:', 'https:');
    expect((await sendMessage(webhook(url), message, {})).message).toMatch(/does not speak TLS/);
    await receiver.stop();
    expect((await sendMessage(webhook(receiver.origin), message, {})).message).toMatch(/refuses connections/);
    const nowhere = { resolve: async () => Promise.reject(new Error()) };
    expect((await sendMessage(webhook('https://x.example'), message, nowhere)).message).toMatch(
      /no host named/,
    );
  });
});

describe('addresses', () => {
  const refused = /part of this stack, this Pi itself or a cloud/;

  test.each([
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://[::ffff:127.0.0.1]:1/',
    'http://2130706433:1/',
    'http://0x7f.1:1/',
    'http://localhost:1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[fd00:ec2::254]/',
    'http://[fd20:ce::254]/',
    'http://[::ffff:0:0]:1/',
    'http://0.0.0.0:1/',
    'http://[fe80::1]/',
  ])('%s is never asked', async (url) => {
    expect((await sendMessage(webhook(url), message, {})).message).toMatch(refused);
  });

  test('what a name stands for counts, and one bad address among several is enough', async () => {
    const url = `http://pond.example:${receiver.port}/`;
    for (const addresses of [['127.0.0.1'], [lanAddress(), '169.254.169.254'], ['::ffff:a9fe:a9fe']]) {
      const result = await sendMessage(webhook(url), message, { resolve: resolveTo(...addresses) });
      expect(result.message).toMatch(refused);
    }
    expect(receiver.seen).toEqual([]);
  });

  test('the connection goes to the very address that was checked: no second look-up', async () => {
    let asked = 0;
    const rebinding: OutboundOptions['resolve'] = async () => {
      asked += 1;
      return [{ address: asked === 1 ? lanAddress() : '127.0.0.1', family: 4 }];
    };
    const url = `http://pond.example:${receiver.port}/`;
    expect(await sendMessage(webhook(url), message, { resolve: rebinding })).toMatchObject({ wasSent: true });
    expect(asked).toBe(1);
    expect(receiver.seen[0]?.headers.host).toBe(`pond.example:${receiver.port}`);
  });

  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1'])(
    '%s is loopback',
    (a) => {
      expect(isLoopbackAddress(a)).toBe(true);
    },
  );
  test.each(['192.168.1.5', '10.0.0.1', '::2', '2a00:1450::1', 'no address'])('%s is not', (a) => {
    expect(isLoopbackAddress(a)).toBe(false);
  });
});

describe('a certificate', () => {
  const tls = certificateFor('pond.example');

  test('that nobody signed or of another host is refused before anything is sent', async () => {
    const secure = await httpReceiver(tls);
    const at = (host: string) => webhook(`https://${host}:${secure.port}/`);
    const trusting = { resolve: lan, ca: tls.cert };
    const unsigned = await sendMessage(at('pond.example'), message, { resolve: lan });
    expect(unsigned.message).toMatch(/not signed/);
    expect((await sendMessage(at('lake.example'), message, trusting)).message).toMatch(
      /not for lake\.example/,
    );
    expect(secure.seen).toEqual([]);
    expect(await sendMessage(at('pond.example'), message, trusting)).toMatchObject({ wasSent: true });
    await secure.stop();
  });
});

describe('the dead-man’s switch', () => {
  test('posts the ids to the address with its suffix', async () => {
    const target = {
      isOn: true,
      url: `${receiver.origin}/ping/uuid?create=1`,
      okWhile: 'ok' as const,
      failSignal: 'fail' as const,
    };
    const signal = { kind: 'failure' as const, suffix: '/fail', body: 'loss-rejected' };
    expect(await sendPing(target, signal, {})).toMatchObject({ wasSent: true });
    expect(receiver.seen[0]).toMatchObject({
      method: 'POST',
      path: '/ping/uuid/fail?create=1',
      body: 'loss-rejected',
    });
  });
});

describe('e-mail', () => {
  const tls = certificateFor('mail.example');
  const trusting: OutboundOptions = { resolve: lan, ca: tls.cert };
  const open: MailServer[] = [];
  afterEach(async () => {
    for (const server of open.splice(0)) await server.stop();
  });
  const start = async (options: Parameters<typeof mailServer>[0]) => {
    const server = await mailServer(options);
    open.push(server);
    return server;
  };
  const email = ({ port }: { port: number }, over: Partial<Channel<'email'>> = {}): Channel<'email'> => ({
    kind: 'email',
    id: 'dddddddddddd',
    name: 'Mail',
    isOn: true,
    host: 'mail.example',
    port,
    security: 'starttls',
    ...MAIL_LOGIN,
    from: 'weir@pond.example',
    to: ['me@pond.example', 'you@pond.example'],
    ...over,
  });

  test('goes over STARTTLS, signed in, as plain text with a stable id', async () => {
    const server = await start(tls);
    expect(await sendMessage(email(server), message, trusting)).toMatchObject({ wasSent: true, status: 250 });
    expect(await sendMessage(email(server), message, trusting)).toMatchObject({ wasSent: true });
    expect(server.mails).toHaveLength(2);
    const [mail, again] = server.mails;
    expect(mail).toMatchObject({
      from: 'weir@pond.example',
      to: ['me@pond.example', 'you@pond.example'],
      isSecure: true,
      user: MAIL_LOGIN.username,
    });
    expect(mail?.raw).toMatch(/^Content-Type: text\/plain/m);
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated/m);
    for (const one of [mail, again]) expect(one?.raw).toContain('Message-ID: <abcdefabcdef@weir.invalid>');
  });

  test('goes over TLS from the start', async () => {
    const server = await start({ ...tls, secure: true });
    const channel = email(server, { security: 'tls' });
    expect(await sendMessage(channel, message, trusting)).toMatchObject({ wasSent: true });
    expect(server.mails[0]?.isSecure).toBe(true);
  });

  test('is never sent in the open, nor the password', async () => {
    const server = await start({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    const result = await sendMessage(email(server), message, trusting);
    expect(result).toMatchObject({ wasSent: false, message: expect.stringMatching(/no encryption/) });
    expect(server.mails).toEqual([]);
  });

  test('a certificate that nobody signed or of another host is refused', async () => {
    const server = await start(tls);
    const unsigned = await sendMessage(email(server), message, { resolve: lan });
    expect(unsigned).toMatchObject({ wasSent: false, message: expect.stringMatching(/not signed/) });
    const other = await sendMessage(email(server, { host: 'lake.example' }), message, trusting);
    expect(other).toMatchObject({ wasSent: false, message: expect.stringMatching(/not for lake\.example/) });
    expect(server.mails).toEqual([]);
  });

  test('a wrong password, and a recipient that is none, are told apart without the server’s words', async () => {
    const server = await start(tls);
    const wrong = await sendMessage(email(server, { password: 'no' }), message, trusting);
    expect(wrong).toMatchObject({ wasSent: false, status: 535, message: expect.stringMatching(/password/) });
    expect(JSON.stringify(wrong)).not.toContain('secret words');
    const nobody = await sendMessage(email(server, { to: ['nobody@pond.example'] }), message, trusting);
    expect(nobody).toMatchObject({
      wasSent: false,
      status: 550,
      message: expect.stringMatching(/recipient/),
    });
    const some = await sendMessage(email(server, { to: ['nobody@a.b', 'me@a.b'] }), message, trusting);
    expect(some).toMatchObject({ wasSent: true, message: expect.stringMatching(/refused 1 of/) });
  });

  test('no server there, no answer, and an address that is refused', async () => {
    const open = new Set<unknown>();
    const silent: Server = createServer((socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    });
    await new Promise<void>((resolve) => silent.listen(0, lanAddress(), resolve));
    const port = (silent.address() as { port: number }).port;
    const late = await sendMessage(email({ port }), message, { ...trusting, limitMs: 300 });
    expect(late.message).toMatch(/in time/);
    await expect.poll(() => open.size).toBe(0);
    silent.close();
    expect((await sendMessage(email({ port: 1 }), message, trusting)).message).toMatch(/refuses connections/);
    const local = { resolve: resolveTo('127.0.0.1') };
    expect((await sendMessage(email({ port }), message, local)).message).toMatch(/this Pi itself/);
  });
});
