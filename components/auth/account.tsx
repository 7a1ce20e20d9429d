import { ApiTokens } from './api-tokens';
import { ChangePassword } from './change-password';
import { Devices } from './devices';

/** Who and what may use the panel. */
export function Account() {
  return (
    <>
      <ChangePassword />
      <Devices />
      <ApiTokens />
    </>
  );
}
