import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { SourcesForm } from '@/components/settings/sources/sources-form';
import { type Answers, fakeApi } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { googleAnswers } from '../support/fixtures/google-answers';
import { emptyPlan, settings } from '../support/fixtures/settings-fixtures';
import { sourceImages } from '../support/fixtures/wizard-fixtures';

const ASK = 'POST /api/wizard/sources/ask';
const gcp = {
  ...settings.sources.gcp,
  enabled: true,
  projectId: 'my-project-123',
  keyEmail: 'weir@my-project-123.iam.gserviceaccount.com',
};

function open(answers: Answers = {}) {
  const api = fakeApi({
    'GET /api/settings': { ...settings, sources: { ...settings.sources, gcp } },
    'GET /api/wizard/images': sourceImages,
    'POST /api/wizard/sources/check': { aws: null, gcp: null },
    'POST /api/settings/preview': emptyPlan,
    ...answers,
  });
  return { ...api, ...show(<SettingsFrame page="sources" Form={SourcesForm} />, '/settings/sources') };
}

const panel = async () => within(await screen.findByRole('region', { name: 'Ask Google Cloud' }));
const press = async (user: ReturnType<typeof open>['user'], name: string) =>
  user.click((await panel()).getByRole('button', { name }));

describe('asking Google Cloud', () => {
  test('sends what the form holds, of Google Cloud alone, with no secret, as the settings', async () => {
    const { user, sent } = open({ [ASK]: { gcp: googleAnswers.well } });
    await press(user, 'Ask Google Cloud');
    await (await panel()).findByText('All 3 work: Google Cloud answered in 0.62 s');
    (await panel()).getByText(/^Key of the project my-project-123, as/);
    const [call] = sent(ASK);
    expect(call?.what).toContain(`${ASK}?of=settings&`);
    expect(call?.body).toMatchObject({
      gcp: { enabled: true, projectId: 'my-project-123' },
      aws: { enabled: false },
    });
    expect(JSON.stringify(call?.body)).not.toContain('keyJson');
  });

  test.each(Object.entries(googleAnswers).filter(([, { problem }]) => problem !== null))(
    'says what is wrong and what to do: %s',
    async (_name, answer) => {
      const { user } = open({ [ASK]: { gcp: answer } });
      await press(user, 'Ask Google Cloud');
      const title = answer.problem?.state === 'wrong' ? 'gives nothing with this' : 'could not be asked';
      await (await panel()).findByText(`Google Cloud ${title}`);
      const region = await screen.findByRole('region', { name: 'Ask Google Cloud' });
      expect(region.textContent).toContain(answer.problem?.message);
      expect(region.textContent).toContain(`What to do: ${answer.problem?.fix?.replaceAll('`', '')}`);
    },
  );

  test('shows each project with its rows', async () => {
    const { user } = open({ [ASK]: { gcp: googleAnswers.mixed } });
    await press(user, 'Ask Google Cloud');
    await (await panel()).findByText('2 of 4 give no data');
    const rows = within(await screen.findByRole('table', { name: 'What each service gives' }));
    rows.getByRole('rowheader', { name: 'Project another-project' });
    rows.getByRole('rowheader', { name: /Cloud Run Incomplete/ });
    rows.getByText('gcloud services enable monitoring.googleapis.com --project another-project');
  });

  test('says how long it has asked, and can be stopped', async () => {
    const { user } = open({ [ASK]: () => new Promise(() => undefined) });
    await press(user, 'Ask Google Cloud');
    (await panel()).getByText(/Asking Google Cloud for each service/);
    (await panel()).getByText('0 s');
    await press(user, 'Stop');
    (await panel()).getByText('Stopped');
  });

  test('has the lines for a shell, for the account and the project of the form', async () => {
    const { user } = open();
    await user.click(await screen.findByText('What must this key be allowed?'));
    const [help] = screen.getAllByText(
      /^gcloud services enable monitoring\.googleapis\.com --project my-project-123/,
    );
    expect(help?.textContent).toContain(
      `--member serviceAccount:${gcp.keyEmail} --role roles/monitoring.viewer`,
    );
    expect(help?.textContent).not.toContain('keys create');
    await user.clear(screen.getByRole('textbox', { name: /^Project ID/ }));
    (await panel()).getByText(/^Choose the key file, and enter the project/);
  });
});
