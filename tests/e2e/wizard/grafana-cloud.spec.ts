import { everythingReadable, recordResponses } from '../../support/cases/secrets.ts';
import { FakeGrafanaGateway } from '../../support/fakes/fake-grafana-gateway.ts';
import { expect, SetupScreens, signIn, test } from '../../support/panel/browser.ts';
import { type Destination, startDestination } from '../../support/stack/destination.ts';

let destination: Destination;
let gateway: FakeGrafanaGateway;

test.beforeEach(async ({ engine }) => {
  destination = await startDestination(engine);
  gateway = await FakeGrafanaGateway.start();
});
test.afterEach(async () => {
  await destination?.remove();
  await gateway?.stop();
});

test('Grafana Cloud: each wrong answer is told apart, the right one delivers, the token shows nowhere', async ({
  page,
  panel,
  stack,
}) => {
  const responses = recordResponses(page);
  const setup = new SetupScreens(page, panel);
  await setup.claim();
  const right = { url: destination.url, instanceId: destination.instanceId, token: destination.token };
  const base = new URL(destination.url).origin;
  const says = (words: RegExp) => expect(page.getByText(words).first()).toBeVisible();

  await test.step('wrong answers', async () => {
    const cases: [what: string, values: Partial<typeof right>, words: RegExp][] = [
      ['token', { token: 'glc_wrong_token_0123456789' }, /ID or the token is wrong/],
      ['instance id', { instanceId: '654321' }, /ID or the token is wrong/],
      [
        'port where nothing listens',
        { url: `${base.replace(/\d+$/, '9')}/api/prom/push` },
        /nothing listens at that port/,
      ],
      [
        'host that does not exist',
        { url: 'https://no-such-host.invalid/api/prom/push' },
        /no host of that name|no connection to the internet/,
      ],
    ];
    for (const [what, values, words] of cases) {
      await test.step(`wrong ${what}`, async () => {
        await setup.fillGrafanaCloud({ ...right, ...values });
        await says(words);
      });
    }
    const refusals: [status: number, reason: string, words: RegExp][] = [
      [401, 'invalid token', /token is refused/],
      [401, 'legacy auth cannot be upgraded because the host is not found', /instance ID is refused/],
      [403, 'invalid scope requested', /may not send data/],
    ];
    for (const [status, reason, words] of refusals) {
      await test.step(`gateway says ${reason}`, async () => {
        gateway.refuses(status, reason);
        await setup.fillGrafanaCloud({
          ...right,
          url: `${gateway.origin}/api/prom/push`,
          token: `glc_${status}_${reason.length}_refused`,
        });
        await says(words);
      });
    }
    await test.step('a web page instead of a store', async () => {
      gateway.answers(404, 'not found');
      await setup.fillGrafanaCloud({ ...right, url: `${gateway.origin}/` });
      await says(/does not take data at this address/);
    });
  });

  await test.step('right answers', async () => {
    await setup.fillGrafanaCloud(right);
    await says(/It works/);
    await setup.goOn();
    await setup.isAsked('What should be measured?');
    await setup.goOn();
    await setup.name('cloud-pi');
    await setup.launch();
    const up = () => destination.query('up{job="node-exporter",cluster="cloud-pi"} == 1');
    await expect.poll(up, { timeout: 60_000 }).toHaveLength(1);
  });

  await test.step('the token is in no answer, log, command line or page', async () => {
    await page.goto(`${panel.url}/setup?step=destination`);
    await expect(page.getByLabel('Token', { exact: true })).toHaveValue('');
    await panel.login();
    await signIn(page, panel);
    const readable = await everythingReadable(stack, panel);
    readable.set('what the browser got', await responses());
    readable.set('the page', await page.content());
    const leaks = [...readable]
      .filter(([, text]) => text.includes(destination.token))
      .map(([where]) => where);
    expect(leaks).toEqual([]);
    expect(stack.read('.env')).toContain(destination.token);
  });
});
