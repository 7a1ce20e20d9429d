import { ApiTokens } from './api-tokens';
import { ChangePassword } from './change-password';
import { Devices } from './devices';
import { ForOthers } from './for-others';

/** Who and what may use the panel. */
export function Account() {
  return (
    <>
      <ChangePassword />
      <Devices />
      <ApiTokens />
      <ForOthers />
    </>
  );
}
